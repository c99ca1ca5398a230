using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Dtls;

namespace Broadcast.Sfu.Tests.Dtls;

public sealed class DtlsFingerprintsTests
{
    [Fact]
    public void A_certificate_announces_its_fingerprint_in_ORTC_form()
    {
        var fingerprint = Assert.Single(DtlsPair.ServerCertificate.Fingerprints);
        Assert.Equal("sha-256", fingerprint.Algorithm);
        Assert.Matches("^([0-9A-F]{2}:){31}[0-9A-F]{2}$", fingerprint.Value);
        Assert.True(DtlsFingerprints.IsValid(fingerprint));
        Assert.True(DtlsFingerprints.Matches(fingerprint, DtlsPair.ServerCertificate.Certificate));
        Assert.False(DtlsFingerprints.Matches(fingerprint, DtlsPair.ClientCertificate.Certificate));
    }

    [Theory]
    [InlineData("sha-1", "AB")]
    [InlineData("sha-256", "")]
    [InlineData("sha-256", "AB:CD")]
    [InlineData("sha-256", "AB:CD:")]
    [InlineData("sha-256", "GG:CD")]
    [InlineData("sha-256", "ABxCD")]
    public void Refuses_what_is_no_fingerprint(string algorithm, string value)
    {
        var fingerprint = new DtlsFingerprint(algorithm, value);
        Assert.False(DtlsFingerprints.IsValid(fingerprint));
        Assert.False(DtlsFingerprints.Matches(fingerprint, DtlsPair.ServerCertificate.Certificate));
    }
}
