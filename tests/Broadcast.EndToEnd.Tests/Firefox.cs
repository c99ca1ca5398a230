using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Broadcast.EndToEnd.Tests;

/// <summary>
/// A headless Firefox as Debian ships it, driven by WebDriver BiDi. All that it writes is below one directory, which goes with it, and
/// its home, so that it starts where there is no other: as root in a bare container too.
/// </summary>
internal sealed class Firefox : IAsyncDisposable
{
    /// <summary>How long a machine may take that is busy with something else too.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private const string Preferences = """
        user_pref("media.navigator.streams.fake", true);
        user_pref("media.navigator.permission.disabled", true);
        user_pref("media.autoplay.default", 0);
        user_pref("media.peerconnection.ice.loopback", true);
        user_pref("media.peerconnection.ice.obfuscate_host_addresses", false);
        user_pref("media.gmp-manager.updateEnabled", false);
        user_pref("datareporting.policy.dataSubmissionEnabled", false);
        user_pref("app.update.disabledForTesting", true);
        """;

    /// <summary>No sandboxes, which a container may not allow (the pages are ours), no window and no reports of crashes.</summary>
    private static readonly string[] Switches =
    [
        "MOZ_HEADLESS", "MOZ_CRASHREPORTER_DISABLE", "MOZ_DISABLE_CONTENT_SANDBOX", "MOZ_DISABLE_GMP_SANDBOX", "MOZ_DISABLE_RDD_SANDBOX",
        "MOZ_DISABLE_SOCKET_PROCESS_SANDBOX", "MOZ_DISABLE_UTILITY_SANDBOX",
    ];

    private const string Listening = "WebDriver BiDi listening on ";

    private readonly Process process;
    private readonly string home;
    private readonly ClientWebSocket line = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> waiting = new();
    private readonly SemaphoreSlim sending = new(1);
    private int last;

    private Firefox(Process process, string home) => (this.process, this.home) = (process, home);

    public static async Task<Firefox> StartAsync()
    {
        var home = Directory.CreateTempSubdirectory("broadcast-firefox-").FullName;
        var profile = Directory.CreateDirectory(Path.Combine(home, "profile")).FullName;
        await File.WriteAllTextAsync(Path.Combine(profile, "user.js"), Preferences);
        var start = new ProcessStartInfo("firefox-esr", ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var variable in (string[])["HOME", "TMPDIR", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"])
            start.Environment[variable] = home;
        foreach (var variable in Switches)
            start.Environment[variable] = "1";
        var firefox = new Firefox(Process.Start(start)!, home);
        try
        {
            await firefox.ConnectAsync();
            return firefox;
        }
        catch
        {
            await firefox.DisposeAsync();
            throw;
        }
    }

    /// <summary>A window with cookies and storage of its own, as another person would have; a tab behind another would be in the background.</summary>
    /// <param name="before">Runs in the page before its own scripts.</param>
    public async Task<FirefoxPage> OpenAsync(string before)
    {
        var person = (await SendAsync("browser.createUserContext", [])).GetProperty("userContext").GetString()!;
        var page = (await SendAsync("browsingContext.create", new() { ["type"] = "window", ["userContext"] = person })).GetProperty("context").GetString()!;
        await SendAsync("script.addPreloadScript", new() { ["functionDeclaration"] = $"() => {{ {before} }}", ["contexts"] = new JsonArray(page) });
        return new FirefoxPage(this, page);
    }

    /// <exception cref="InvalidOperationException">The browser refused; the message says why.</exception>
    public async Task<JsonElement> SendAsync(string method, JsonObject parameters)
    {
        var id = Interlocked.Increment(ref last);
        var answer = waiting[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters });
        await sending.WaitAsync();
        try
        {
            await line.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            sending.Release();
        }
        return await answer.Task.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        line.Dispose();
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
        process.Dispose();
        sending.Dispose();
        await DeleteHomeAsync();
    }

    private async Task ConnectAsync()
    {
        var address = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.ErrorDataReceived += (_, said) =>
        {
            if (said.Data?.IndexOf(Listening, StringComparison.Ordinal) is { } at and >= 0)
                address.TrySetResult(said.Data[(at + Listening.Length)..].Trim());
        };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        await line.ConnectAsync(new Uri($"{await address.Task.WaitAsync(Patience)}/session"), CancellationToken.None);
        _ = ReadAsync();
        await SendAsync("session.new", new JsonObject { ["capabilities"] = new JsonObject() });
    }

    /// <summary>The last of its processes may write a little longer than the first.</summary>
    private async Task DeleteHomeAsync()
    {
        for (var patience = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            try
            {
                Directory.Delete(home, recursive: true);
                return;
            }
            catch (IOException) when (patience.Elapsed < Patience)
            {
                // Not yet.
            }
        }
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[1 << 16];
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                var part = await line.ReceiveAsync(buffer, CancellationToken.None);
                if (part.MessageType == WebSocketMessageType.Close)
                    return;
                message.Write(buffer, 0, part.Count);
                if (!part.EndOfMessage)
                    continue;
                Take(JsonDocument.Parse(message.ToArray()).RootElement);
                message.SetLength(0);
            }
        }
        catch (Exception ended) when (ended is WebSocketException or ObjectDisposedException)
        {
            foreach (var answer in waiting.Values)
                answer.TrySetException(new InvalidOperationException("Firefox has ended.", ended));
        }
    }

    /// <summary>What has no id is an event that nobody asked for.</summary>
    private void Take(JsonElement message)
    {
        if (!message.TryGetProperty("id", out var id) || id.ValueKind != JsonValueKind.Number || !waiting.TryRemove(id.GetInt32(), out var answer))
            return;
        if (message.TryGetProperty("result", out var result))
            answer.TrySetResult(result);
        else
            answer.TrySetException(new InvalidOperationException(message.GetProperty("message").GetString()));
    }
}
