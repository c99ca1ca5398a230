using System.ComponentModel.DataAnnotations;

namespace Broadcast.Api.Identity;

internal sealed record SignInRequest([property: Required, StringLength(254)] string Email, [property: Required, StringLength(Credentials.LongestPassword)] string Password);

/// <summary>Who is signed in.</summary>
internal sealed record SessionView(string Name, string Email);
