using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace Broadcast.Api.Tests;

/// <summary>The app with little room for what its guests do not read, in the system's socket buffers either, and chat without end.</summary>
public sealed class CrampedHost : ApiHost
{
    protected override string[] Settings =>
    [
        "--Limits:SendQueueBytes", "131072", "--Limits:ChatHistoryBytes", "50000", "--Limits:Chat:Burst", "100000",
    ];

    protected override void Adjust(IServiceCollection services) => services.Configure<SocketTransportOptions>(
        sockets => sockets.CreateBoundListenSocket = endpoint =>
        {
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            // Accepted sockets inherit it.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.SendBuffer, 4096);
            return socket;
        });
}
