using Microsoft.Playwright;

namespace Broadcast.EndToEnd.Tests.People;

/// <summary>Someone on stage.</summary>
internal sealed class Presenter(IPage page)
{
    /// <summary>
    /// Remembers what the page captured, so that the source itself can be measured. The sound of a shared screen is a hum: Chromium's
    /// fake one is the fake microphone's beeps once more, at another time, and nobody could tell which of them is heard.
    /// </summary>
    private const string PrepareCapture = """
        const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        window.captured = [];
        navigator.mediaDevices.getUserMedia = async constraints => {
          const stream = await open(constraints);
          window.captured.push(...stream.getTracks());
          return stream;
        };
        const share = navigator.mediaDevices.getDisplayMedia.bind(navigator.mediaDevices);
        navigator.mediaDevices.getDisplayMedia = async constraints => {
          const stream = await share(constraints);
          for (const track of stream.getAudioTracks()) {
            stream.removeTrack(track);
            track.stop();
            const audio = new AudioContext();
            const hum = new OscillatorNode(audio, { frequency: 250 });
            const out = audio.createMediaStreamDestination();
            hum.connect(new GainNode(audio, { gain: 0.1 })).connect(out);
            hum.start();
            stream.addTrack(out.stream.getAudioTracks()[0]);
          }
          return stream;
        };
        """;

    public IPage Page => page;

    public async Task EnterStudioAsync(Uri link, string name)
    {
        await page.AddInitScriptAsync(PrepareCapture);
        await page.GotoAsync(link.ToString());
        await page.GetByLabel("Your name").FillAsync(name);
        await Button("Enter studio").ClickAsync();
        await Assertions.Expect(Button("Go live")).ToBeEnabledAsync(new() { Timeout = 20_000 });
    }

    public async Task GoLiveAsync()
    {
        await Button("Go live").ClickAsync();
        await Button("Leave stage").WaitForAsync();
    }

    public Task PressAsync(string button) => Button(button).ClickAsync();

    private ILocator Button(string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
