namespace Broadcast.Api.Stage;

/// <summary>How much of the media node one participant may hold, and how long after its connection.</summary>
internal static class StageLimits
{
    public const int Transports = 4;
    public const int Producers = 8;
    public const int Consumers = 64;

    /// <summary>A lost connection may be a short one: media goes on this long without it.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    /// <summary>So long a stand-in may take to come before whoever waits for it counts as without a picture.</summary>
    public static readonly TimeSpan StandInPatience = TimeSpan.FromSeconds(5);

    /// <summary>So long a stand-in goes on that nobody needs: whoever reloads the page finds it there.</summary>
    public static readonly TimeSpan StandInHold = TimeSpan.FromSeconds(8);

    /// <summary>The viewer count is told at most this often.</summary>
    public static readonly TimeSpan ViewerCountInterval = TimeSpan.FromSeconds(1);

    /// <summary>The keys of a pipe between two nodes are renewed so often.</summary>
    public static readonly TimeSpan PipeKeyLife = TimeSpan.FromHours(1);

    /// <summary>An edge is kept so long after its last viewer: a page that is reloaded must not close and open it.</summary>
    public static readonly TimeSpan EdgeHold = TimeSpan.FromSeconds(30);

    /// <summary>On a node that leaves, so long must have passed without viewers: each audience reports once a second where its people watch.</summary>
    public static readonly TimeSpan LeavingHold = TimeSpan.FromSeconds(3);
}
