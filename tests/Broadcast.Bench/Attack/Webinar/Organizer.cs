using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Web;
using Broadcast.Bench.Attack.Clients;

namespace Broadcast.Bench.Attack.Webinar;

/// <summary>Who plans the webinars, by the HTTP API, with a cookie.</summary>
internal sealed class Organizer : IDisposable
{
    public const string Email = "olive@example.org";
    public const string Password = "a rather long password";

    private Organizer(Uri host, IPAddress from)
    {
        var handler = SourceAddress.Handler(from);
        handler.CookieContainer = Cookies;
        Http = new HttpClient(handler) { BaseAddress = host, Timeout = TimeSpan.FromSeconds(10) };
        Http.DefaultRequestHeaders.Add("X-Broadcast", "1");
    }

    public HttpClient Http { get; }

    public CookieContainer Cookies { get; } = new();

    /// <summary>Makes the first account.</summary>
    /// <param name="setupLink">As printed at the first start.</param>
    public static async Task<Organizer> SetUpAsync(Uri host, Uri setupLink)
    {
        var token = HttpUtility.ParseQueryString(setupLink.Query)["token"];
        var organizer = new Organizer(host, SourceAddress.Innocent);
        await organizer.PostAsync("/api/setup", new { token, name = "Olive Organizer", email = Email, password = Password });
        await organizer.SignInAsync();
        return organizer;
    }

    /// <summary>The same person at another computer.</summary>
    public static async Task<Organizer> SignInAsync(Uri host, IPAddress from)
    {
        var organizer = new Organizer(host, from);
        await organizer.SignInAsync();
        return organizer;
    }

    /// <returns>The webinar's id.</returns>
    public async Task<string> CreateWebinarAsync(string title, bool record) =>
        (await PostAsync("/api/webinars", new { title, record, preferH264 = false })).GetProperty("id").GetString()!;

    /// <returns>The token of a new link.</returns>
    public async Task<string> LinkAsync(string webinarId, string role) => TokenOf((await CreateLinkAsync(webinarId, role)).GetProperty("url"));

    public Task<JsonElement> CreateLinkAsync(string webinarId, string role) =>
        PostAsync($"/api/webinars/{webinarId}/links", new { role, expiresInMinutes = 60 });

    public static string TokenOf(JsonElement url) => url.GetString()!.Split('/')[^1];

    public async Task<JsonElement> GetAsync(string path) => await Http.GetFromJsonAsync<JsonElement>(path);

    /// <exception cref="HttpRequestException">It was refused.</exception>
    public async Task<JsonElement> PostAsync(string path, object body)
    {
        using var response = await Http.PostAsJsonAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"{path}: {(int)response.StatusCode} {text}", inner: null, response.StatusCode);
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <exception cref="HttpRequestException">It was refused.</exception>
    public async Task DeleteAsync(string path)
    {
        using var response = await Http.DeleteAsync(path);
        response.EnsureSuccessStatusCode();
    }

    public void Dispose() => Http.Dispose();

    private Task<JsonElement> SignInAsync() => PostAsync("/api/session", new { email = Email, password = Password });
}
