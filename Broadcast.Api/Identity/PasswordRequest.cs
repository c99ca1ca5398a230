using System.ComponentModel.DataAnnotations;

namespace Broadcast.Api.Identity;

/// <summary>A new password, from somebody who knows the old one.</summary>
internal sealed record PasswordRequest(
    [property: Required, StringLength(Credentials.LongestPassword)] string Current,
    [property: Required, StringLength(Credentials.LongestPassword, MinimumLength = Credentials.ShortestPassword)] string Password);

/// <summary>A new password, from somebody who holds a link made on the server.</summary>
/// <param name="Token">From that link.</param>
internal sealed record PasswordResetRequest(
    [property: Required, StringLength(1_000)] string Token,
    [property: Required, StringLength(Credentials.LongestPassword, MinimumLength = Credentials.ShortestPassword)] string Password);
