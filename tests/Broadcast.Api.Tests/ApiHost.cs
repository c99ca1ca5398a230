using System.Net.Http.Json;
using System.Text.Json;
using Broadcast.Api.Data;
using Broadcast.Api.Hosting;
using Broadcast.Api.Http;
using Broadcast.Api.Identity;
using Broadcast.Sfu.Control.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Broadcast.Api.Tests;

/// <summary>The real app on a free port with a real database in a directory of its own. Only the clock and the media node are scripted.</summary>
public class ApiHost : IAsyncLifetime
{
    public const string Email = "ann@example.org";
    public const string Password = "correct horse";

    /// <summary>A password is made slow to guess, which costs a test as much as the rest of a start.</summary>
    private const int QuickIterations = 1_000;

    private readonly string data = Directory.CreateTempSubdirectory("broadcast-api-").FullName;
    private WebApplication app = null!;

    public ManualTime Time { get; } = new();
    public ScriptedNode Node { get; } = new();
    public IServiceProvider Services => app.Services;
    public Uri Address { get; private set; } = null!;

    /// <summary>Signed in as the organizer, once somebody asked for it.</summary>
    public HttpClient Organizer { get; private set; } = null!;
    public string SetupToken => Get<SetupToken>().Value;

    public T Get<T>() where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>Where everything lies that outlives a restart.</summary>
    public string Data => data;

    protected virtual bool IsNodeScripted => true;

    /// <summary>Further arguments, such as <c>--Public:Url=…</c>.</summary>
    protected virtual string[] Settings => [];

    /// <summary>Arguments that say where the database is; none for SQLite in the data directory.</summary>
    public virtual string[] DatabaseSettings => [];

    /// <summary>What is to be there before the first start.</summary>
    protected virtual Task PrepareAsync() => Task.CompletedTask;

    public async Task InitializeAsync()
    {
        await PrepareAsync();
        await StartAsync();
        Organizer = await SetUpAsync();
    }

    /// <summary>Stops as on Ctrl-C and starts again on the same data.</summary>
    public async Task RestartAsync()
    {
        Organizer.Dispose();
        await StopAsync();
        await StartAsync();
        Organizer = await SetUpAsync();
    }

    public virtual async Task DisposeAsync()
    {
        Organizer.Dispose();
        await StopAsync();
        Directory.Delete(data, recursive: true);
    }

    private async Task StartAsync()
    {
        string[] args = ["--Urls", "http://127.0.0.1:0", "--Data:Directory", data, "--Media:Port", "0", "--Logging:LogLevel:Default", "None", .. DatabaseSettings, .. Settings];
        app = BroadcastHost.Build(args, services =>
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Time));
            services.Configure<PasswordHasherOptions>(passwords => passwords.IterationCount = QuickIterations);
            if (IsNodeScripted)
                services.Replace(ServiceDescriptor.Singleton<IControlChannel>(Node));
            Adjust(services);
        });
        await app.StartAsync();
        Address = new Uri(app.Urls.Single());
    }

    protected virtual void Adjust(IServiceCollection services)
    {
    }

    /// <summary>A browser: cookies of its own, and the header that proves our own script.</summary>
    public HttpClient Browser()
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Add(SecurityHeaders.RequestHeader, "1");
        return client;
    }

    public async Task<string> CreateWebinarAsync(string title = "Welcome", bool record = false)
    {
        var created = await Organizer.PostAsJsonAsync("/api/webinars", new { title, record });
        return (await created.ReadAsync()).GetProperty("id").GetString()!;
    }

    /// <returns>The token in a link to the webinar.</returns>
    public async Task<string> LinkAsync(string webinarId, string role, int expiresInMinutes = 60)
    {
        var created = await Organizer.PostAsJsonAsync($"/api/webinars/{webinarId}/links", new { role, expiresInMinutes });
        return (await created.ReadAsync()).GetProperty("url").GetString()!.Split('/')[^1];
    }

    public async Task<HubClient> JoinAsync(string webinarId, string role, string displayName = "Somebody")
    {
        var client = await HubClient.ConnectAsync(Address, await LinkAsync(webinarId, role));
        await client.InvokeAsync("Join", new { displayName });
        return client;
    }

    public Task<JsonElement> WebinarAsync(string id) => Organizer.GetFromJsonAsync<JsonElement>($"/api/webinars/{id}");

    private async Task StopAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task<HttpClient> SetUpAsync()
    {
        var client = Browser();
        await client.PostAsJsonAsync("/api/setup", new { token = SetupToken, name = "Ann", email = Email, password = Password });
        await client.PostAsJsonAsync("/api/session", new { email = Email, password = Password });
        return client;
    }
}
