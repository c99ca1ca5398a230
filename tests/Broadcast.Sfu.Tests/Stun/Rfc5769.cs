namespace Broadcast.Sfu.Tests.Stun;

/// <summary>The test vectors of RFC 5769 §2.1 to §2.3. Their padding is spaces, where ours is zeros.</summary>
internal static class Rfc5769
{
    public static ReadOnlySpan<byte> Password => "VOkJxbRl1RmTxUk/WvJxBt"u8;

    public static byte[] Request => Hex(
        "0001 0058 2112a442 b7e7a701bc34d686fa87dfae", // binding request, length 88, cookie, transaction
        "8022 0010 5354554e207465737420636c69656e74", // SOFTWARE "STUN test client"
        "0024 0004 6e0001ff", // PRIORITY
        "8029 0008 932ff9b151263b36", // ICE-CONTROLLED
        "0006 0009 6576746a3a68367659 202020", // USERNAME "evtj:h6vY", padded
        "0008 0014 9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2", // MESSAGE-INTEGRITY
        "8028 0004 e57a3bcf"); // FINGERPRINT

    public static byte[] IPv4Response => Hex(
        "0101 003c 2112a442 b7e7a701bc34d686fa87dfae", // binding success response
        "8022 000b 7465737420766563746f72 20", // SOFTWARE "test vector", padded
        "0020 0008 0001a147e112a643", // XOR-MAPPED-ADDRESS 192.0.2.1:32853
        "0008 0014 2b91f599fd9e90c38c7489f92af9ba53f06be7d7", // MESSAGE-INTEGRITY
        "8028 0004 c07d4c96"); // FINGERPRINT

    public static byte[] IPv6Response => Hex(
        "0101 0048 2112a442 b7e7a701bc34d686fa87dfae", // binding success response
        "8022 000b 7465737420766563746f72 20", // SOFTWARE "test vector", padded
        "0020 0014 0002a147 0113a9faa5d3f179bc25f4b5bed2b9d9", // XOR-MAPPED-ADDRESS [2001:db8:1234:5678:11:2233:4455:6677]:32853
        "0008 0014 a382954e4be67bf11784c97c8292c275bfe3ed41", // MESSAGE-INTEGRITY
        "8028 0004 c8fb0b4c"); // FINGERPRINT

    private static byte[] Hex(params string[] lines) => Convert.FromHexString(string.Concat(lines).Replace(" ", "", StringComparison.Ordinal));
}
