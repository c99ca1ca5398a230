using System.ComponentModel.DataAnnotations;

namespace Broadcast.Api.Stage;

/// <summary>Section <c>Ice</c>: STUN and TURN servers that browsers are told of. None are needed where browsers reach the media node's port.</summary>
internal sealed class IceOptions
{
    public const string Section = "Ice";

    /// <summary>Addresses such as <c>turn:turn.example.org:3478?transport=udp</c> or <c>stun:…</c>. Default none.</summary>
    public List<string> Servers { get; set; } = [];

    /// <summary>coturn's <c>static-auth-secret</c>; with it, every participant gets credentials of their own that expire.</summary>
    [MinLength(16, ErrorMessage = "Ice:SharedSecret must have at least 16 characters.")]
    public string? SharedSecret { get; set; }

    /// <summary>How long TURN credentials are good for to begin with; who is relayed already stays so. Default an hour.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00", ErrorMessage = "Ice:CredentialLifetime must be between a minute and 7 days.")]
    public TimeSpan CredentialLifetime { get; set; } = TimeSpan.FromHours(1);
}
