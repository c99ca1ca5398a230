using Broadcast.TestMedia;
using Microsoft.Playwright;

namespace Broadcast.EndToEnd.Tests.People;

/// <summary>Someone on stage.</summary>
internal sealed class Presenter(IPage page)
{
    /// <summary>Remembers what the page captured, so that the source itself can be measured. It changes nothing.</summary>
    private const string RememberCapture = """
        const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        window.captured = [];
        navigator.mediaDevices.getUserMedia = async constraints => {
          const stream = await open(constraints);
          window.captured.push(...stream.getTracks());
          return stream;
        };
        """;

    private const string RecordCapture = """
        async seconds => {
          const last = kind => window.captured.filter(t => t.kind === kind && t.readyState === 'live').at(-1);
          const recorder = new MediaRecorder(new MediaStream([last('video'), last('audio')]), { mimeType: 'video/webm;codecs=vp8,opus', videoBitsPerSecond: 2e6 });
          const chunks = [];
          recorder.ondataavailable = event => chunks.push(event.data);
          recorder.start();
          await new Promise(resolve => setTimeout(resolve, seconds * 1000));
          await new Promise(resolve => { recorder.onstop = resolve; recorder.stop(); });
          const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer());
          let text = '';
          for (let i = 0; i < bytes.length; i += 32768) text += String.fromCharCode(...bytes.subarray(i, i + 32768));
          return btoa(text);
        }
        """;

    public IPage Page => page;

    public async Task EnterStudioAsync(Uri link, string name)
    {
        await page.AddInitScriptAsync(RememberCapture);
        await page.GotoAsync(link.ToString());
        await page.GetByLabel("Your name").FillAsync(name);
        await Button("Enter studio").ClickAsync();
        await Assertions.Expect(Button("Go live")).ToBeEnabledAsync(new() { Timeout = 20_000 });
    }

    /// <summary>
    /// How late the sound of camera and microphone is against the picture, before any of our code: Chromium starts its two fake devices
    /// one after the other, so the source is not in sync by itself. Milliseconds.
    /// </summary>
    public async Task<double> MeasureSourceSkewMsAsync()
    {
        var recorded = Convert.FromBase64String(await page.EvaluateAsync<string>(RecordCapture, 5));
        var path = Path.Combine(Path.GetTempPath(), $"broadcast-source-{Guid.NewGuid():N}.webm");
        await File.WriteAllBytesAsync(path, recorded);
        try
        {
            var offsets = (await MediaAnalysis.OfAsync(path)).FlashToBeepMs().Order().ToList();
            return offsets[offsets.Count / 2];
        }
        finally
        {
            File.Delete(path);
        }
    }

    public async Task GoLiveAsync()
    {
        await Button("Go live").ClickAsync();
        await Button("Leave stage").WaitForAsync();
    }

    private ILocator Button(string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
