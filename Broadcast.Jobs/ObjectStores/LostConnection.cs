using System.Net.Sockets;

namespace Broadcast.Jobs.ObjectStores;

/// <summary>What HttpClient throws when a server is not there, or not for long enough.</summary>
internal static class LostConnection
{
    /// <remarks>A socket's own exception comes through where the server dies between connecting and the first byte.</remarks>
    public static bool Explains(Exception failure) =>
        failure is HttpRequestException or SocketException or TaskCanceledException { InnerException: TimeoutException };
}
