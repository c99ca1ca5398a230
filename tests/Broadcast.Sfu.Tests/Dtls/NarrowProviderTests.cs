using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Dtls;

namespace Broadcast.Sfu.Tests.Dtls;

public sealed class NarrowProviderTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(56);

    [Fact]
    public void Is_in_use_with_the_OpenSSL_that_is_installed() => Assert.NotEqual(0, NarrowProvider.LibraryContext);

    [Theory]
    [InlineData("P-256")]
    [InlineData("P-384")]
    [InlineData("P-521")]
    [InlineData("RSA")]
    public void A_client_may_have_a_key_of_any_kind_that_browsers_make(string kind)
    {
        using var pair = new DtlsPair(clientCertificate: kind == "RSA" ? Rsa() : Ec(kind));
        pair.Start();
        pair.Run();
        Assert.True(pair.Server.Session.State == DtlsState.Connected, pair.Server.Session.FailureReason);
        Assert.True(pair.Client.Session.State == DtlsState.Connected, pair.Client.Session.FailureReason);
    }

    private static DtlsCertificate Ec(string curve)
    {
        using var key = ECDsa.Create(ECCurve.CreateFromFriendlyName($"nist{curve.Replace("-", "", StringComparison.Ordinal)}"));
        return Certify(new CertificateRequest("CN=client", key, HashAlgorithmName.SHA256), key.ExportECPrivateKey(), OpenSsl.KeyTypeEc);
    }

    private static DtlsCertificate Rsa()
    {
        using var key = RSA.Create(2_048);
        return Certify(new CertificateRequest("CN=client", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), key.ExportRSAPrivateKey(), OpenSsl.KeyTypeRsa);
    }

    private static DtlsCertificate Certify(CertificateRequest request, byte[] privateKey, int keyType)
    {
        using var certificate = request.CreateSelfSigned(Now.AddDays(-1), Now.AddYears(1));
        return new DtlsCertificate(certificate.RawData, privateKey, keyType);
    }
}
