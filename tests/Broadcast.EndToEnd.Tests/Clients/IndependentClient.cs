using System.Diagnostics;
using System.Text.Json;
using Broadcast.TestHost;

namespace Broadcast.EndToEnd.Tests.Clients;

/// <summary>Somebody on the stage or in the audience with a WebRTC that no one here wrote: a <c>client.mjs</c> in Node.js.</summary>
internal sealed class IndependentClient : IAsyncDisposable
{
    private const int Tries = 6;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly Process process;
    private readonly string name;

    private IndependentClient(Process process, string name) => (this.process, this.name) = (process, name);

    /// <summary>Begins to send, or to receive what is sent, and waits until pictures and sound flow. Who does not get in comes again: werift's handshakes do not all succeed.</summary>
    /// <param name="stack">Whose WebRTC: <c>wrtc</c> (libwebrtc), <c>werift</c>, <c>aiortc</c> or <c>webrtcbin</c> (GStreamer).</param>
    /// <param name="role"><c>present</c> or <c>watch</c>.</param>
    /// <param name="lossPercent">Of all packets, either way.</param>
    /// <exception cref="TimeoutException">Nothing flows.</exception>
    public static async Task<IndependentClient> StartAsync(string stack, string role, Uri link, int lossPercent)
    {
        for (var tries = 1; ; tries++)
        {
            var client = Launch(stack, role, link, lossPercent);
            try
            {
                await client.ReadLineAsync();
                return client;
            }
            catch (Exception failure)
            {
                await client.DisposeAsync();
                if (failure is not TimeoutException || tries == Tries)
                    throw;
            }
        }
    }

    /// <summary>How much was sent or received since the last time, or since it flows.</summary>
    public async Task<ClientCounts> CountAsync()
    {
        await process.StandardInput.WriteLineAsync();
        await process.StandardInput.FlushAsync();
        return JsonSerializer.Deserialize<ClientCounts>(await ReadLineAsync(), Json)!;
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromSeconds(5)))
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static IndependentClient Launch(string stack, string role, Uri link, int lossPercent)
    {
        var process = Process.Start(new ProcessStartInfo("node", ["client.mjs", stack, role, link.ToString(), $"{lossPercent}"])
        {
            WorkingDirectory = Path.Combine(Repository.Root, "tests", "Broadcast.EndToEnd.Tests", "Clients"),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        return new IndependentClient(process, $"{stack} {role} at {lossPercent} % loss");
    }

    private async Task<string> ReadLineAsync()
    {
        var reading = process.StandardOutput.ReadLineAsync();
        if (await Task.WhenAny(reading, Task.Delay(Patience)) != reading)
            throw new TimeoutException($"{name} said nothing for {Patience.TotalSeconds} s.");
        return await reading ?? throw new InvalidOperationException($"{name} ended: {await process.StandardError.ReadToEndAsync()}");
    }
}

/// <param name="Frames">Pictures.</param>
/// <param name="SoundMs">Milliseconds of sound; of who receives only.</param>
internal sealed record ClientCounts(int Frames, int SoundMs);
