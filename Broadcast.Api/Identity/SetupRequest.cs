using System.ComponentModel.DataAnnotations;

namespace Broadcast.Api.Identity;

/// <summary>The first organizer introduces themselves.</summary>
/// <param name="Token">From the link printed at start.</param>
public sealed record SetupRequest(
    [property: Required] string Token,
    [property: Required, StringLength(100, MinimumLength = 1)] string Name,
    [property: Required, EmailAddress, StringLength(254)] string Email,
    [property: Required, StringLength(Credentials.LongestPassword, MinimumLength = Credentials.ShortestPassword)] string Password);

/// <param name="Needed">True until there is an organizer.</param>
public sealed record SetupStatus(bool Needed);
