using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Broadcast.Bench.Swarm;
using Broadcast.Sfu.Control;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;

namespace Broadcast.Bench.Servers;

/// <summary>Our media node in a child process (<see cref="NodeProcess"/>), with a webinar.</summary>
internal sealed class BroadcastServer : IServerUnderTest
{
    private readonly ConcurrentQueue<TaskCompletionSource<string>> unanswered = new();
    private readonly Lock writing = new();
    private readonly Task reading;

    private BroadcastServer(Process process)
    {
        Process = process;
        reading = Task.Run(ReadAnswersAsync);
    }

    public string Name => "broadcast";

    public Process Process { get; }

    public IPEndPoint Ingest => Webinar.Ingest;

    public IPEndPoint SoundIngest => Webinar.Ingest;

    private NodeWebinar Webinar { get; set; } = null!;

    /// <param name="core">Core that the process is pinned to.</param>
    /// <param name="sound">Whether the webinar has sound beside the picture.</param>
    /// <param name="layers">Whether its picture comes in three sizes.</param>
    /// <param name="settings">Settings of the node, such as <c>--Media:Workers=2</c>.</param>
    public static async Task<BroadcastServer> StartAsync(int core = PinnedProcess.ServerCore, bool sound = false, bool layers = false, params IEnumerable<string> settings)
    {
        var process = PinnedProcess.Start(core, "dotnet", [Environment.GetCommandLineArgs()[0], NodeProcess.Command, .. settings]);
        process.ErrorDataReceived += (_, line) => Console.Error.Write(line.Data is null ? "" : line.Data + Environment.NewLine);
        process.BeginErrorReadLine();
        var server = new BroadcastServer(process);
        server.Webinar = await NodeWebinar.OpenAsync(server, "bench", sound, layers);
        return server;
    }

    public Task<ViewerOffer> OfferAsync(ViewerIdentity viewer) => Webinar.OfferAsync(viewer);

    /// <exception cref="InvalidOperationException">The node refused; the message is its own.</exception>
    public async Task<WebRtcTransportCreated> AdmitAsync(ViewerAdmission admission) =>
        Expect<WebRtcTransportCreated>(await AskAsync(NodeDesk.AdmitPrefix + JsonSerializer.Serialize(admission)), admission);

    /// <exception cref="InvalidOperationException">The node refused; the message is its own.</exception>
    public async Task<T> RequestAsync<T>(WorkerRequest request) where T : ControlResponse =>
        Expect<T>(await AskAsync(JsonSerializer.Serialize(request, ControlJson.Default.WorkerRequest)), request);

    public async ValueTask DisposeAsync()
    {
        Process.StandardInput.Close();
        await reading;
        await Process.WaitForExitAsync();
        Process.Dispose();
    }

    private static T Expect<T>(string answer, object question) where T : ControlResponse =>
        JsonSerializer.Deserialize(answer, ControlJson.Default.ControlResponse) switch
        {
            T response => response,
            ControlError error => throw new InvalidOperationException($"{question}: {error.Message}"),
            var other => throw new InvalidOperationException($"{question}: unexpected {other}"),
        };

    private Task<string> AskAsync(string line)
    {
        var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (writing)
        {
            unanswered.Enqueue(answer);
            Process.StandardInput.WriteLine(line);
        }
        return answer.Task;
    }

    private async Task ReadAnswersAsync()
    {
        while (await Process.StandardOutput.ReadLineAsync() is { } line)
            if (unanswered.TryDequeue(out var asked))
                asked.SetResult(line);
        while (unanswered.TryDequeue(out var asked))
            asked.SetException(new InvalidOperationException("The media node ended."));
    }
}
