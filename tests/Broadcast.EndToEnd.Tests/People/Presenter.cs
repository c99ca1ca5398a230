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

    public IPage Page => page;

    public async Task EnterStudioAsync(Uri link, string name)
    {
        await page.AddInitScriptAsync(RememberCapture);
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
