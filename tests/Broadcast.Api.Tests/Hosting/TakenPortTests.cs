using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Broadcast.TestHost;

namespace Broadcast.Api.Tests.Hosting;

/// <summary>The program beside another that has its port.</summary>
[Trait("Category", "Servers")]
public sealed class TakenPortTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_start_on_a_port_that_is_taken_ends_with_one_sentence()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var data = Directory.CreateTempSubdirectory("broadcast-taken-").FullName;
        try
        {
            string[] arguments = [Repository.Built("Broadcast.Api"), "--Urls", $"http://{other.LocalEndpoint}", "--Data:Directory", data, "--Media:Port", "0"];
            using var program = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            using var patience = new CancellationTokenSource(Patience);
            var said = await Task.WhenAll(program.StandardOutput.ReadToEndAsync(patience.Token), program.StandardError.ReadToEndAsync(patience.Token));
            await program.WaitForExitAsync(patience.Token);

            Assert.Equal(1, program.ExitCode);
            Assert.Equal("", said[0]);
            Assert.EndsWith("or choose another address with --Urls.", Assert.Single(said[1].Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }
}
