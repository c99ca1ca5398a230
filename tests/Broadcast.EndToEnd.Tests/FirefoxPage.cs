using System.Text.Json;
using System.Text.Json.Nodes;
using Broadcast.EndToEnd.Tests.People;

namespace Broadcast.EndToEnd.Tests;

/// <summary>A page of <see cref="Firefox"/>.</summary>
internal sealed class FirefoxPage(Firefox browser, string context)
{
    /// <summary>Types and clicks as a person would, as far as the page can tell.</summary>
    private const string Hands = """
        const until = async (what, find) => {
          const patience = performance.now() + 60_000;
          for (;;) {
            const found = find();
            if (found) return found;
            if (performance.now() > patience) throw new Error(`There is no ${what} on the page. It says: ${document.body.innerText}`);
            await new Promise(resolve => setTimeout(resolve, 100));
          }
        };
        const button = name => until(`button “${name}”`, () => [...document.querySelectorAll('button:not(:disabled)')].find(each => each.textContent.trim() === name || each.ariaLabel === name));
        const type = async (label, text) => {
          const input = await until(`field “${label}”`, () => [...document.querySelectorAll('input')].find(each => each.labels[0]?.textContent.startsWith(label)));
          Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(input, text);
          input.dispatchEvent(new Event('input', { bubbles: true }));
        };
        """;

    public async Task GoAsync(Uri address) =>
        await browser.SendAsync("browsingContext.navigate", new() { ["context"] = context, ["url"] = address.ToString(), ["wait"] = "complete" });

    /// <summary>Types a name and goes in.</summary>
    public Task EnterAsync(string name, string button) => EvaluateAsync($"{Hands} await type('Your name', {JsonSerializer.Serialize(name)}); (await button('{button}')).click();");

    public Task PressAsync(string name) => EvaluateAsync($"{Hands} (await button('{name}')).click();");

    /// <summary>What its connections say of their media, of a page that was opened with <see cref="PageMedia.RememberConnections"/>.</summary>
    /// <param name="type"><c>inbound-rtp</c> or <c>outbound-rtp</c>.</param>
    public async Task<IReadOnlyList<RtpStream>> StreamsAsync(string type) => PageMedia.StreamsOf(await EvaluateAsync($"return await ({PageMedia.Read})('{type}');"));

    /// <summary>Runs the body of an asynchronous function.</summary>
    /// <returns>What it returns.</returns>
    /// <exception cref="InvalidOperationException">It threw.</exception>
    public async Task<JsonElement> EvaluateAsync(string body)
    {
        var answer = await browser.SendAsync("script.evaluate", new()
        {
            ["expression"] = $"(async () => JSON.stringify((await (async () => {{ {body} }})()) ?? null))()",
            ["target"] = new JsonObject { ["context"] = context },
            ["awaitPromise"] = true,
            ["userActivation"] = true,
        });
        if (answer.GetProperty("type").GetString() != "success")
            throw new InvalidOperationException(answer.GetProperty("exceptionDetails").GetProperty("text").GetString());
        return JsonDocument.Parse(answer.GetProperty("result").GetProperty("value").GetString()!).RootElement;
    }
}
