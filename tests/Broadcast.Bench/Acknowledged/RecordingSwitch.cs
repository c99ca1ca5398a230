using System.Net.Http.Json;
using System.Text.Json;
using Broadcast.Bench.Attack.Clients;
using Broadcast.Bench.Cluster.Machines;

namespace Broadcast.Bench.Acknowledged;

/// <summary>An organizer who pauses and resumes a recording all the time, and looks after each acknowledged change whether it is so.</summary>
internal sealed class RecordingSwitch(ClusterMachines machines, string webinarId)
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);
    private int home;

    /// <summary>Changes that were acknowledged.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>Of those, after which the recording was something else.</summary>
    public int Wrong { get; private set; }

    /// <summary>Recordings that there are in the end; more than one would be a second beginning.</summary>
    public int Recordings { get; private set; }

    public async Task SwitchAsync(CancellationToken stop)
    {
        for (var isPaused = true; !stop.IsCancellationRequested; await Task.Delay(Between, CancellationToken.None))
        {
            if (!await TryAsync(http => PostAsync(http, isPaused ? "pause" : "resume")))
                continue;
            Acknowledged++;
            var state = await StateAsync();
            if (state != (isPaused ? "paused" : "recording"))
            {
                Wrong++;
                Console.WriteLine($"  {(isPaused ? "paused" : "resumed")} and acknowledged, and then {state}");
            }
            isPaused = !isPaused;
        }
        var recordings = default(JsonElement);
        while (!await TryAsync(async http => recordings = await http.GetFromJsonAsync<JsonElement>($"/api/webinars/{webinarId}/recordings")))
            await Task.Delay(Between, CancellationToken.None);
        Recordings = recordings.GetArrayLength();
    }

    private async Task<string?> StateAsync()
    {
        string? state = null;
        while (!await TryAsync(async http => state = (await http.GetFromJsonAsync<JsonElement>($"/api/webinars/{webinarId}")).GetProperty("recording").GetProperty("state").GetString()))
            await Task.Delay(Between);
        return state;
    }

    private async Task PostAsync(HttpClient http, string control) =>
        (await http.PostAsync(new Uri($"/api/webinars/{webinarId}/recording/{control}", UriKind.Relative), content: null)).EnsureSuccessStatusCode();

    /// <returns>Whether it was answered; by another server the next time if not.</returns>
    private async Task<bool> TryAsync(Func<HttpClient, Task> ask)
    {
        using var handler = SourceAddress.Handler(SourceAddress.Innocent);
        handler.CookieContainer = machines.Organizer.Cookies;
        using var http = new HttpClient(handler) { BaseAddress = machines.Servers[home % machines.Servers.Length].Address, Timeout = TimeSpan.FromSeconds(10) };
        http.DefaultRequestHeaders.Add("X-Broadcast", "1");
        try
        {
            await ask(http);
            return true;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or IOException)
        {
            home++;
            return false;
        }
    }
}
