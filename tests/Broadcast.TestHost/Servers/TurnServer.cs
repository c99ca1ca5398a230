using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Broadcast.TestHost.Servers;

/// <summary>A real coturn on loopback ports that relays over UDP, TCP and TLS to whoever has credentials made with its secret.</summary>
public sealed class TurnServer : IAsyncDisposable
{
    private readonly ServerProcess process;

    private TurnServer(ServerProcess process, string secret, int port, int tlsPort)
    {
        this.process = process;
        Secret = secret;
        Urls = [$"turn:127.0.0.1:{port}?transport=udp", $"turn:127.0.0.1:{port}?transport=tcp", $"turns:127.0.0.1:{tlsPort}?transport=tcp"];
    }

    /// <summary>Its <c>static-auth-secret</c>.</summary>
    public string Secret { get; }

    /// <summary>By UDP, by TCP, by TLS.</summary>
    public IReadOnlyList<string> Urls { get; }

    /// <summary>The settings with which a host hands it out to its guests.</summary>
    public IReadOnlyList<string> Settings =>
        [.. Urls.SelectMany((url, i) => new[] { $"--Ice:Servers:{i}", url }), "--Ice:SharedSecret", Secret];

    /// <exception cref="InvalidOperationException">It is not installed, or does not start; the message says why.</exception>
    public static async Task<TurnServer> StartAsync()
    {
        var directory = await ServerProcess.CreateDirectoryAsync("turn");
        var (certificate, key) = await WriteCertificateAsync(directory);
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var (port, tlsPort) = (LoopbackPort.Free(), LoopbackPort.Free());
        var process = await ServerProcess.StartAsync(
            directory, stopSignal: "TERM", readyWords: "IO method (admin thread)",
            Command.Find("turnserver", ["/usr/bin"]), "-n", "--log-file", "stdout", "--simple-log", "--no-cli", "--no-dtls",
            "--listening-ip", "127.0.0.1", "--listening-port", $"{port}", "--tls-listening-port", $"{tlsPort}",
            "--relay-ip", "127.0.0.1", "--allow-loopback-peers", "--realm", "broadcast.test", "--use-auth-secret", "--static-auth-secret", secret,
            "--cert", certificate, "--pkey", key, "--pidfile", Path.Combine(directory, "pid"), "--userdb", Path.Combine(directory, "users"));
        return new TurnServer(process, secret, port, tlsPort);
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static async Task<(string Certificate, string Key)> WriteCertificateAsync(string directory)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        var (certificatePath, keyPath) = (Path.Combine(directory, "certificate.pem"), Path.Combine(directory, "key.pem"));
        await File.WriteAllTextAsync(certificatePath, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(keyPath, key.ExportPkcs8PrivateKeyPem());
        return (certificatePath, keyPath);
    }
}
