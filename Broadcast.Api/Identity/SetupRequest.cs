using System.ComponentModel.DataAnnotations;
using Broadcast.Api.Text;

namespace Broadcast.Api.Identity;

/// <summary>The first organizer introduces themselves.</summary>
/// <param name="Token">From the link printed at start.</param>
internal sealed record SetupRequest(
    [property: Required] string Token,
    [property: PlainText(100)] string Name,
    [property: Required, EmailAddress, StringLength(254)] string Email,
    [property: Required, StringLength(Credentials.LongestPassword, MinimumLength = Credentials.ShortestPassword)] string Password);

/// <param name="Needed">True until there is an organizer.</param>
internal sealed record SetupStatus(bool Needed);
