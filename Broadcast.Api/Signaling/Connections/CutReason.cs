namespace Broadcast.Api.Signaling.Connections;

/// <summary>Why the server ends a hub connection by itself.</summary>
internal enum CutReason
{
    /// <summary>It takes what it is sent too slowly.</summary>
    Behind,
    /// <summary>It goes on calling after it was refused.</summary>
    Flooding,
    /// <summary>It did not finish a message in time.</summary>
    Unfinished,
    /// <summary>It did not join in time.</summary>
    NeverJoined,
}
