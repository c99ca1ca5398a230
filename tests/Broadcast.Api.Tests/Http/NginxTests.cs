using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Broadcast.Api.Hosting;
using Broadcast.Api.Http;
using Broadcast.TestHost;

namespace Broadcast.Api.Tests.Http;

/// <summary>The real host behind the real nginx, configured as <c>deploy/nginx/broadcast.conf</c> says, with a certificate of its own.</summary>
[Trait("Category", "Servers")]
public sealed class NginxTests : IAsyncLifetime
{
    private const string Name = "webinars.example.org";
    private static readonly IPAddress Client = IPAddress.Parse("127.0.0.2");

    private readonly string directory = Directory.CreateTempSubdirectory("broadcast-nginx-").FullName;
    private readonly int httpsPort = LoopbackPort.Free();
    private readonly ProxiedHost host;
    private Process nginx = null!;
    private string? fingerprint;

    public NginxTests() => host = new ProxiedHost($"https://{Name}:{httpsPort}");

    public async Task InitializeAsync()
    {
        await host.InitializeAsync();
        WriteCertificate();
        await File.WriteAllTextAsync(Path.Combine(directory, "nginx.conf"), Configuration());
        nginx = Process.Start(new ProcessStartInfo("nginx", ["-p", directory, "-c", Path.Combine(directory, "nginx.conf"), "-g", "daemon off;"])
        {
            RedirectStandardError = true,
        })!;
        await UntilListeningAsync();
    }

    public async Task DisposeAsync()
    {
        nginx.Kill(entireProcessTree: true);
        await nginx.WaitForExitAsync();
        nginx.Dispose();
        await host.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task Signs_in_with_a_cookie_that_only_this_host_and_only_https_can_set()
    {
        using var browser = Browser();
        var answer = await SignInAsync(browser);
        var cookies = answer.Headers.GetValues("Set-Cookie").ToArray();
        Assert.NotEmpty(cookies);
        Assert.All(cookies, cookie =>
        {
            Assert.StartsWith("__Host-", cookie, StringComparison.Ordinal);
            Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; path=/;", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
        });
        Assert.StartsWith("max-age=31536000", answer.Headers.GetValues("Strict-Transport-Security").Single(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(new Uri("/api/session", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task Sees_the_clients_address_and_not_the_one_that_it_made_up()
    {
        using var browser = Browser();
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        await SignInAsync(browser);
        var sessions = await (await browser.GetAsync(new Uri("/api/sessions", UriKind.Relative))).ReadAsync();
        var own = sessions.EnumerateArray().Single(session => session.GetProperty("current").GetBoolean());
        Assert.Equal(Client.ToString(), own.GetProperty("address").GetString());
    }

    [Fact]
    public async Task Makes_links_to_the_public_address_and_the_stage_is_reached_through_it()
    {
        var link = await host.LinkAsync(await host.CreateWebinarAsync(), "viewer");
        using var handler = Handler();
        await using var viewer = await HubClient.ConnectAsync(new Uri($"https://{Name}:{httpsPort}"), link, new HttpMessageInvoker(handler));
        var joined = await viewer.InvokeAsync("Join", new { displayName = "Bea" });
        Assert.Equal("viewer", joined.GetProperty("role").GetString());
    }

    [Fact]
    public async Task Refuses_a_body_that_no_call_has()
    {
        using var browser = Browser();
        var answer = await browser.PostAsJsonAsync("/api/session", new { email = new string('x', 70_000), password = "x" });
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    private static Task<HttpResponseMessage> SignInAsync(HttpClient browser) =>
        browser.PostAsJsonAsync("/api/session", new { email = ApiHost.Email, password = ApiHost.Password });

    private HttpClient Browser()
    {
        var browser = new HttpClient(Handler()) { BaseAddress = new Uri($"https://{Name}:{httpsPort}") };
        browser.DefaultRequestHeaders.Add(SecurityHeaders.RequestHeader, "1");
        return browser;
    }

    /// <summary>Comes from an address of its own, so that it can be told from nginx.</summary>
    private SocketsHttpHandler Handler() => new()
    {
        CookieContainer = new CookieContainer(),
        SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == fingerprint },
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(Client, 0));
            await socket.ConnectAsync(IPAddress.Loopback, httpsPort, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };

    private string Configuration()
    {
        var sample = File.ReadAllText(Path.Combine(Repository.Root, "deploy", "nginx", "broadcast.conf"))
            .Replace("listen 80;", $"listen 127.0.0.1:{LoopbackPort.Free()};", StringComparison.Ordinal)
            .Replace("listen 443 ssl", $"listen 127.0.0.1:{httpsPort} ssl", StringComparison.Ordinal)
            .Replace("/etc/letsencrypt/live/webinars.example.org", directory, StringComparison.Ordinal)
            .Replace("/var/log/nginx", directory, StringComparison.Ordinal)
            .Replace("127.0.0.1:8080", host.Address.Authority, StringComparison.Ordinal);
        // Its own files lie in a directory that only its user may enter.
        return $$"""
            user {{Environment.UserName}};
            worker_processes 1;
            pid {{directory}}/nginx.pid;
            error_log {{directory}}/error.log;
            events { worker_connections 64; }
            http {
                client_body_temp_path {{directory}}/body;
                proxy_temp_path {{directory}}/proxy;
                fastcgi_temp_path {{directory}}/fastcgi;
                uwsgi_temp_path {{directory}}/uwsgi;
                scgi_temp_path {{directory}}/scgi;
                {{sample}}
            }
            """;
    }

    private void WriteCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Name}", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        fingerprint = certificate.GetCertHashString();
        File.WriteAllText(Path.Combine(directory, "fullchain.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(directory, "privkey.pem"), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Connecting is refused until nginx listens; when it has ended instead, its last words say why.</summary>
    private async Task UntilListeningAsync()
    {
        while (true)
        {
            if (nginx.HasExited)
                throw new InvalidOperationException(await nginx.StandardError.ReadToEndAsync());
            using var probe = new TcpClient();
            try
            {
                await probe.ConnectAsync(IPAddress.Loopback, httpsPort);
                return;
            }
            catch (SocketException)
            {
                await Task.Yield();
            }
        }
    }
}
