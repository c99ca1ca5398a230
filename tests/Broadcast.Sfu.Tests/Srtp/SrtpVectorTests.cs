using Broadcast.Sfu.Srtp;

namespace Broadcast.Sfu.Tests.Srtp;

/// <summary>Byte-equal with the RFCs' own examples, in both directions.</summary>
public sealed class SrtpVectorTests
{
    private const int Room = SrtpProfileExtensions.MaxOverhead;

    private static readonly byte[] GcmKey = Hex("000102030405060708090a0b0c0d0e0f");
    private static readonly byte[] GcmSalt = "Quid pro quo"u8.ToArray();

    /// <summary>Master key and salt of RFC 3711 appendix B.3.</summary>
    private static SrtpMasterKey AesCmMasterKey => new(
        SrtpProfile.AesCm128HmacSha1_80, Hex("e1f97a0d3e018be0d64fa32c06de4139"), Hex("0ec675ad498afeebb6960b3aabe6"));

    [Theory]
    [InlineData((int)SrtpKeyDerivation.Label.RtpEncryption, "c61e7a93744f39ee10734afe3ff7a087")]
    [InlineData((int)SrtpKeyDerivation.Label.RtpSalt, "30cbbc08863d8c85d49db34a9ae1")]
    [InlineData(
        (int)SrtpKeyDerivation.Label.RtpAuthentication,
        "cebe321f6ff7716b6fd4ab49af256a156d38baa48f0a0acf3c34e2359e6cdbcee049646c43d9327ad175578ef72270986371c10c9a369ac2f94a8c5fbcdddc25" +
        "6d6e919a48b610ef17c2041e474035766b68642c59bbfc2f34db60dbdfb2")]
    public void Derives_the_session_keys_of_RFC_3711_B3(int label, string expected)
    {
        using var master = AesCmMasterKey;
        var output = new byte[expected.Length / 2];
        SrtpKeyDerivation.Derive(master, (SrtpKeyDerivation.Label)label, output);
        Assert.Equal(Hex(expected), output);
    }

    [Fact]
    public void Makes_the_keystream_of_RFC_3711_B2()
    {
        using var context = new AesCmContext(Hex("2b7e151628aed2a6abf7158809cf4f3c"), Hex("f0f1f2f3f4f5f6f7f8f9fafbfcfd"), new byte[20]);
        var keystream = new byte[48];
        context.Apply(ssrc: 0, index: 0, keystream, keystream);
        Assert.Equal(Hex("e03ead0935c95e80e166b16dd92b4eb4 d23513162b02d0f72a43a2fe4a5f97ab 41e95b3bb0a2e8dd477901e4fca894c0"), keystream);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Protects_the_RTP_packet_of_RFC_7714_16_1(bool byIpsecMb) => AssertRtp(
        encrypts => new AesGcmTransform(Gcm(encrypts, byIpsecMb), Gcm(encrypts, byIpsecMb)),
        plain: "8040f17b 8041f8d3 5501a0b2" + // header
            "47616c6c696120657374206f6d6e697320646976697361206 96e2070617274657320747265 73", // "Gallia est omnis divisa in partes tres"
        sealedPacket: "8040f17b 8041f8d3 5501a0b2" +
            "f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833" + // ciphertext
            "899d7f27beb16a9152cf765ee4390cce"); // tag

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Protects_the_RTCP_packet_of_RFC_7714_17_1(bool byIpsecMb) => AssertRtcp(
        encrypts => new AesGcmTransform(Gcm(encrypts, byIpsecMb), Gcm(encrypts, byIpsecMb)),
        index: 0x5D4,
        plain: "81c8000d 4d617273" + // sender report of "Mars"
            "4e545031 4e545032 52545020 0000042a 0000e930 4c756e61" + "deadbeef deadbeef deadbeef deadbeef deadbeef",
        sealedPacket: "81c8000d 4d617273" +
            "63e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda4ce09b4686303ded0bb9275b" + // ciphertext
            "c84aa45896cf4d2fc5abf87245d9eade" + // tag
            "800005d4"); // encrypted flag, index

    /// <summary>The packets that libsrtp checks itself with.</summary>
    [Fact]
    public void Protects_an_RTP_packet_with_AES_CM_as_others_do() => AssertRtp(
        AesCm,
        plain: "800f1234 decafbad cafebabe abababababababababababababababab",
        sealedPacket: "800f1234 decafbad cafebabe 4e55dc4ce79978d88ca4d215949d2402 b78d6acc99ea179b8dbb");

    [Fact]
    public void Protects_an_RTCP_packet_with_AES_CM_as_others_do() => AssertRtcp(
        AesCm,
        index: 1,
        plain: "81c8000b cafebabe abababababababababababababababab",
        sealedPacket: "81c8000b cafebabe 7128035be487b9bdbef89041f977a5a8 80000001 993e08cd54d6c1230798");

    private static void AssertRtp(Func<bool, SrtpTransform> create, string plain, string sealedPacket)
    {
        using var sender = new SrtpSender(create(true));
        using var receiver = new SrtpReceiver(create(false));
        var packet = Hex(plain);
        byte[] buffer = [.. packet, .. new byte[Room]];
        Assert.Equal(Hex(sealedPacket), buffer[..sender.Protect(buffer, packet.Length)]);
        var received = Hex(sealedPacket);
        Assert.True(receiver.TryUnprotect(received, out var length, out _));
        Assert.Equal(packet, received[..length]);
    }

    private static void AssertRtcp(Func<bool, SrtpTransform> create, uint index, string plain, string sealedPacket)
    {
        using var sender = new SrtpSender(create(true), index);
        using var receiver = new SrtpReceiver(create(false));
        var packet = Hex(plain);
        byte[] buffer = [.. packet, .. new byte[Room]];
        Assert.Equal(Hex(sealedPacket), buffer[..sender.ProtectRtcp(buffer, packet.Length)]);
        var received = Hex(sealedPacket);
        Assert.True(receiver.TryUnprotectRtcp(received, out var length, out _));
        Assert.Equal(packet, received[..length]);
    }

    /// <summary>Where the processor or the system has no ipsec-mb, OpenSSL is checked twice.</summary>
    private static AesGcmContext Gcm(bool encrypts, bool byIpsecMb) =>
        byIpsecMb ? AesGcmContext.Create(GcmKey, GcmSalt, encrypts) : new EvpGcmContext(GcmKey, GcmSalt, encrypts);

    private static SrtpTransform AesCm(bool encrypts)
    {
        using var master = AesCmMasterKey;
        return SrtpTransform.Create(master, encrypts);
    }

    private static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal));
}
