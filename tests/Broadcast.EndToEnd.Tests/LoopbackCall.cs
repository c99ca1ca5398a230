using System.Text.Json;
using Microsoft.Playwright;

namespace Broadcast.EndToEnd.Tests;

/// <summary>
/// What a browser of this machine can do without us at this moment: camera, encoder, a call from a page to itself, decoder. What it
/// cannot do here, no webinar can.
/// </summary>
/// <param name="FirstFrameMs">From the wish to the first picture at the other end.</param>
/// <param name="DelayMs">From a picture's showing at the near end to its showing at the far end; p50.</param>
internal sealed record LoopbackCall(double FramesPerSecond, double FirstFrameMs, double DelayMs)
{
    private const double Seconds = 3;

    /// <summary>Twice what it takes on two cores that have nothing else to do.</summary>
    private const double OrdinaryFirstFrameMs = 500;

    private static readonly string Script = $$"""
        async seconds => {
          {{FrameReader.Script}}
          const began = performance.now();
          const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 1280, height: 720, frameRate: 30 } });
          const [near, far] = [new RTCPeerConnection(), new RTCPeerConnection()];
          near.onicecandidate = ({ candidate }) => candidate && void far.addIceCandidate(candidate);
          far.onicecandidate = ({ candidate }) => candidate && void near.addIceCandidate(candidate);
          const arrived = new Promise(resolve => { far.ontrack = ({ track }) => resolve(new MediaStream([track])); });
          const sender = near.addTransceiver(stream.getVideoTracks()[0], { direction: 'sendonly' });
          sender.setCodecPreferences(RTCRtpReceiver.getCapabilities('video').codecs.filter(codec => /h264|rtx/i.test(codec.mimeType)));
          await near.setLocalDescription();
          await far.setRemoteDescription(near.localDescription);
          await far.setLocalDescription();
          await near.setRemoteDescription(far.localDescription);

          let done = false;
          const watch = (media, frames) => new Promise(first => {
            const video = document.createElement('video');
            video.muted = true;
            video.srcObject = media;
            const onFrame = async () => {
              if (done) return;
              const atMs = performance.now();
              first(atMs);
              video.requestVideoFrameCallback(onFrame);
              const number = await readFrameNumber(new VideoFrame(video));
              frames.push({ number, atMs });
            };
            video.requestVideoFrameCallback(onFrame);
            void video.play();
          });
          const [sent, seen] = [[], []];
          void watch(stream, sent);
          const firstAt = await watch(await arrived, seen);
          await new Promise(resolve => setTimeout(resolve, seconds * 1000));
          done = true;
          near.close();
          far.close();
          stream.getTracks().forEach(track => track.stop());
          const lasted = seen.at(-1).atMs - firstAt;
          const delays = seen.flatMap(frame => sent.filter(s => s.number !== undefined && s.number === frame.number).map(s => frame.atMs - s.atMs)).sort((a, b) => a - b);
          return { framesPerSecond: (seen.length - 1) / (lasted / 1000), firstFrameMs: firstAt - began, delayMs: delays[delays.length >> 1] };
        }
        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>How many times as long as usual things take here at the moment; at least 1.</summary>
    public double Slowness => Math.Max(1, FirstFrameMs / OrdinaryFirstFrameMs);

    /// <summary>A page to make calls from: of the host, which is allowed a camera, but one that asks it nothing.</summary>
    public static async Task<IPage> OpenPageAsync(Chromium browser, Uri host)
    {
        var page = await browser.OpenAsync("bystander");
        await page.GotoAsync(new Uri(host, "/nowhere").ToString());
        return page;
    }

    /// <param name="page">See <see cref="OpenPageAsync"/>.</param>
    public static async Task<LoopbackCall> MakeAsync(IPage page) =>
        (await page.EvaluateAsync<JsonElement>(Script, Seconds)).Deserialize<LoopbackCall>(Json) ?? throw new InvalidOperationException("The page called nobody.");

    /// <summary>The worse of two calls, figure by figure: a machine that was busy once may have been so in between.</summary>
    public LoopbackCall Worse(LoopbackCall other) => new(
        Math.Min(FramesPerSecond, other.FramesPerSecond), Math.Max(FirstFrameMs, other.FirstFrameMs), Math.Max(DelayMs, other.DelayMs));
}
