using System.Net;
using Broadcast.EndToEnd.Tests;
using Broadcast.EndToEnd.Tests.People;
using Broadcast.TestHost;
using Broadcast.TestMedia;
using Broadcast.TestNetwork.Relays;

namespace Broadcast.Bench.NetworkBrowser;

/// <summary>
/// <c>bench-network-browser</c>: what a viewer in Chromium sees and hears of a presenter in Chromium while the network between the
/// viewer and the server gets narrow, loses packets and is far, and how soon all is well again.
/// </summary>
/// <param name="arguments"><c>seconds=</c> the length of a span; <c>seed=</c> of the losses.</param>
internal sealed class NetworkBrowserBench(Arguments arguments)
{
    private const int Ample = 8_000;
    private const int TopLines = 700;

    private readonly int seconds = arguments.Numbers("seconds", 30)[0];
    private readonly NetworkPath path = new(arguments.Numbers("seed", 1)[0]);

    private IReadOnlyList<Span> Spans =>
    [
        new("8 Mbit/s", Ample, Seconds: seconds), new("1 Mbit/s", 1_000, Seconds: seconds), new("400 kbit/s", 400, Seconds: seconds), new("8 Mbit/s again", Ample, Seconds: seconds),
        new("5 % loss", Ample, Loss: 0.05, Seconds: seconds), new("10 % loss", Ample, Loss: 0.10, Seconds: seconds), new("150 ms one way", Ample, OneWayMs: 150, Seconds: seconds),
    ];

    public async Task RunAsync()
    {
        var clip = await TestClip.MakeAsync();
        await using var network = await NarrowNetwork.OpenAsync();
        await network.SetRateAsync(Ample);
        var mediaPort = LoopbackPort.Free();
        await using var media = new UdpRelay(new IPEndPoint(NarrowNetwork.Outside, mediaPort), new IPEndPoint(IPAddress.Loopback, mediaPort), path);
        // The presenter is beside the server; only the viewer comes by the relay.
        var (host, setupLink) = await BroadcastHost.StartAsync(
            "--Media:Workers", "1", "--Media:ListenAddress", "127.0.0.1", "--Media:Port", $"{mediaPort}", "--Media:Tcp", "false",
            "--Media:AnnouncedAddresses:0", "127.0.0.1", "--Media:AnnouncedAddresses:1", $"{NarrowNetwork.Outside}", "--Public:Hosts:0", $"{NarrowNetwork.Outside}");
        await using var _ = host;
        await using var pages = new TcpRelay(NarrowNetwork.Outside, new IPEndPoint(IPAddress.Loopback, host.Address.Port), path);
        await using var stage = await Chromium.StartAsync(clip);
        await using var audience = await Chromium.StartAsync(network.Launcher, clip: null);

        var webinar = await PlannedWebinar.PlanAsync(await stage.OpenAsync("organizer"), setupLink, "Narrow");
        var presenter = await webinar.PresentAsync(await PageMedia.OfAsync(await stage.OpenAsync("presenter")));
        // The camera's largest picture takes some seconds to come.
        await PageMedia.WaitAsync(
            async () => (await PageMedia.SentAsync(presenter.Page)).Where(each => each.Kind == "video").ToList(), sent => sent.Any(each => each is { FrameHeight: >= 720, FramesEncoded: > 60 }));

        var viewer = new Viewer(await PageMedia.OfAsync(await audience.OpenAsync("viewer", 1_280, 800)));
        await Reception.BeginAsync(viewer.Page);
        var link = new Uri(pages.Address, webinar.AudienceLink.PathAndQuery);
        var firstFrameMs = await viewer.JoinAsync(link);
        var clickedAt = Now - firstFrameMs;
        var watched = new List<(Span Span, double FromMs, double ToMs, double CameraFps)>();
        foreach (var span in Spans)
            watched.Add(await PassAsync(span, network, presenter));
        var looks = await Reception.ReadAsync(viewer.Page);
        var figures = watched.ConvertAll(each => SpanFigures.Of(each.Span, looks, each.FromMs, each.ToMs, each.CameraFps));
        Print(figures, SecondsToTop(looks, clickedAt), SecondsToTop(looks, watched[3].FromMs));
    }

    private static double Now => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMilliseconds;

    private async Task<(Span Span, double FromMs, double ToMs, double CameraFps)> PassAsync(Span span, NarrowNetwork network, Presenter presenter)
    {
        Console.WriteLine($"{span.Name} for {span.Seconds} s.");
        await network.SetRateAsync(span.Kbit);
        (path.Loss, path.OneWay) = (span.Loss, TimeSpan.FromMilliseconds(span.OneWayMs));
        var (from, frames) = (Now, await CameraFramesAsync(presenter));
        await Task.Delay(TimeSpan.FromSeconds(span.Seconds));
        var to = Now;
        return (span, from, to, (await CameraFramesAsync(presenter) - frames) / (to - from) * 1_000);
    }

    private static Task<double> CameraFramesAsync(Presenter presenter) => presenter.Page.EvaluateAsync<double>("""
        async () => {
          let frames = 0;
          for (const connection of window.connections)
            for (const entry of (await connection.getStats()).values()) if (entry.type === 'media-source' && entry.kind === 'video') frames += entry.frames ?? 0;
          return frames;
        }
        """);

    /// <returns>When the largest picture moved again; null if it never did.</returns>
    private static double? SecondsToTop(IReadOnlyList<Reception> looks, double fromMs)
    {
        var after = looks.Where(look => look.AtMs >= fromMs).ToList();
        return after.Find(look => look.Height >= TopLines && look.Frames > after[0].Frames) is { } top ? Math.Round((top.AtMs - fromMs) / 1_000, 1) : null;
    }

    private static void Print(IReadOnlyList<SpanFigures> figures, double? topAfterJoin, double? backToTop)
    {
        Table.Header("network", "frames/s", "of the camera's", "lines", "frozen", "sound made up");
        foreach (var each in figures)
            Table.Row(each.Span.Name, $"{each.Fps:F1}", $"{each.FpsShare:P0}", each.Height, $"{each.FreezeShare:P1}", $"{each.ConcealPct:F2} %");
        Table.Json(new
        {
            bench = "network-browser",
            spans = figures.Select(each => new
            {
                kbit = each.Span.Kbit, loss = each.Span.Loss, one_way_ms = each.Span.OneWayMs, fps = Math.Round(each.Fps, 1), fps_share = Math.Round(each.FpsShare, 2),
                height = each.Height, freeze_share = Math.Round(each.FreezeShare, 4), conceal_pct = Math.Round(each.ConcealPct, 2),
            }),
            top_layer_after_join_s = topAfterJoin,
            back_to_top_s = backToTop,
        });
    }
}
