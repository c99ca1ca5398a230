using System.ComponentModel.DataAnnotations;

namespace Broadcast.Api.Identity;

public sealed record SignInRequest([property: Required, StringLength(254)] string Email, [property: Required, StringLength(200)] string Password);

/// <summary>Who is signed in.</summary>
public sealed record SessionView(string Name, string Email);
