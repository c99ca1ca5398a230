using System.ComponentModel.DataAnnotations;

namespace Broadcast.Api.Identity;

public sealed record SignInRequest([property: Required, StringLength(254)] string Email, [property: Required, StringLength(Credentials.LongestPassword)] string Password);

/// <summary>Who is signed in.</summary>
public sealed record SessionView(string Name, string Email);
