using System.ComponentModel.DataAnnotations;

namespace Broadcast.Sfu.Control.Channels;

/// <summary>Settings of a media node that is a process of its own, section <c>Control</c>: where its owner finds it.</summary>
public sealed class ControlOptions
{
    public const string Section = "Control";

    /// <summary>Address to bind. The connection is not encrypted: leave it on a network of your own, or put a proxy with TLS before it. Default 127.0.0.1.</summary>
    [Required]
    public string ListenAddress { get; set; } = "127.0.0.1";

    /// <summary>TCP port of <c>/control</c> and <c>/healthz</c>. 0 takes any free one. Default 4480.</summary>
    [Range(0, 65_535)]
    public int Port { get; set; } = 4_480;

    /// <summary>
    /// For how long the node goes on after a SIGTERM while its owner takes its webinars elsewhere; it ends before when it is empty. At most a
    /// day. Default 5 minutes; 0 ends it at once.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan LeaveWithin { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>What the node and its owner both know, at least 32 characters. There is no default.</summary>
    [Required(ErrorMessage = "Control:Secret is missing: give the node and its owner the same 32 characters or more, from a random source.")]
    [MinLength(32, ErrorMessage = "Control:Secret is too short: it needs at least 32 characters, from a random source.")]
    public string Secret { get; set; } = "";
}
