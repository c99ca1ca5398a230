using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Broadcast.TestHost;

namespace Broadcast.Api.Tests.Hosting;

/// <summary>The program where something that it needs is taken or not there.</summary>
[Trait("Category", "Servers")]
public sealed class StartFailureTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_start_on_a_port_that_is_taken_ends_with_one_sentence()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var said = await FailAsync("--Urls", $"http://{other.LocalEndpoint}");

        Assert.EndsWith("or choose another address with --Urls.", said);
    }

    [Fact]
    public async Task A_start_while_Redis_is_away_ends_with_one_sentence()
    {
        var redis = $"127.0.0.1:{LoopbackPort.Free()}";

        var said = await FailAsync(
            "--Urls", "http://127.0.0.1:0", "--Cluster:Redis", redis, "--Database:Kind", "PostgreSql", "--Database:ConnectionString", "Host=127.0.0.1;Database=none",
            "--Nodes:0:Address", "ws://127.0.0.1:1/control", "--Nodes:0:Secret", new string('s', 64));

        Assert.Equal(
            $"Broadcast cannot start. Cluster:Redis: no Redis answers at {redis}. A server can only be added while it does; those that run go on without it.", said);
    }

    [Fact]
    public async Task A_start_while_PostgreSQL_is_away_ends_with_one_sentence()
    {
        var said = await FailAsync(
            "--Urls", "http://127.0.0.1:0", "--Database:Kind", "PostgreSql", "--Database:ConnectionString", $"Host=127.0.0.1;Port={LoopbackPort.Free()};Database=none");

        Assert.StartsWith("Broadcast cannot start. Database:ConnectionString: Failed to connect to 127.0.0.1:", said);
    }

    [Fact]
    public async Task A_start_where_nothing_can_be_written_ends_with_one_sentence()
    {
        var said = await FailAsync("--Urls", "http://127.0.0.1:0", "--Data:Directory", "/proc/nowhere");

        Assert.StartsWith("Broadcast cannot start. Data:Directory: ", said);
    }

    /// <returns>The only line that it says.</returns>
    private static async Task<string> FailAsync(params string[] settings)
    {
        var data = Directory.CreateTempSubdirectory("broadcast-start-").FullName;
        try
        {
            string[] arguments = [Repository.Built("Broadcast.Api"), "--Data:Directory", data, "--Media:Port", "0", .. settings];
            using var program = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            using var patience = new CancellationTokenSource(Patience);
            var said = await Task.WhenAll(program.StandardOutput.ReadToEndAsync(patience.Token), program.StandardError.ReadToEndAsync(patience.Token));
            await program.WaitForExitAsync(patience.Token);

            Assert.Equal((1, ""), (program.ExitCode, said[0]));
            return Assert.Single(said[1].Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }
}
