using Broadcast.Jobs.Downloads;
using Broadcast.Jobs.ObjectStores;
using Microsoft.AspNetCore.WebUtilities;

namespace Broadcast.Jobs.Tests.Downloads;

public sealed class DownloadLinksTests
{
    private static readonly ObjectKey Key = ObjectKey.Parse("recordings/r1/recording.mp4");

    private readonly Clock clock = new();

    [Fact]
    public void Accepts_its_own_link_until_it_expires()
    {
        var links = Links(new byte[32]);
        var (grant, signature) = Signed(links);

        Assert.Equal(DownloadLinkVerdict.Valid, links.Check(grant, signature));
        clock.Now += DownloadLinks.Lifetime - TimeSpan.FromSeconds(1);
        Assert.Equal(DownloadLinkVerdict.Valid, links.Check(grant, signature));
        clock.Now += TimeSpan.FromSeconds(1);
        Assert.Equal(DownloadLinkVerdict.Expired, links.Check(grant, signature));
    }

    [Fact]
    public void Writes_everything_into_the_link_that_it_is_checked_with_but_the_series()
    {
        var links = Links(new byte[32]);
        var link = links.Create(Key, series: 3, inline: true);
        var query = QueryHelpers.ParseQuery(link[link.IndexOf('?', StringComparison.Ordinal)..]);
        var grant = new LinkGrant(Key, IsInline: true, long.Parse(query["expires"]!, provider: null), query["holder"]!, Series: 3);

        Assert.Equal(DownloadLinkVerdict.Valid, links.Check(grant, query["signature"]!));
        Assert.Equal("1", query["inline"]);
    }

    [Fact]
    public void Refuses_a_link_of_which_anything_was_changed()
    {
        var links = Links(new byte[32]);
        var (grant, signature) = Signed(links);

        foreach (var changed in new[]
        {
            grant with { Key = ObjectKey.Parse("recordings/r2/recording.mp4") },
            grant with { Expires = grant.Expires + 1 },
            grant with { IsInline = true },
            grant with { Holder = "somebody" },
            grant with { Series = 1 },
        })
            Assert.Equal(DownloadLinkVerdict.Tampered, links.Check(changed, signature));
        for (var i = 0; i < signature.Length; i++)
        {
            var changed = signature[..i] + (signature[i] == 'A' ? 'B' : 'A') + signature[(i + 1)..];
            Assert.Equal(DownloadLinkVerdict.Tampered, links.Check(grant, changed));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("!!!!")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("ÄAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Refuses_what_is_no_signature(string signature) =>
        Assert.Equal(DownloadLinkVerdict.Tampered, Links(new byte[32]).Check(new LinkGrant(Key, false, long.MaxValue, "nobody", 0), signature));

    [Fact]
    public void Refuses_a_link_signed_with_another_secret()
    {
        var (grant, signature) = Signed(Links(new byte[32]));

        Assert.Equal(DownloadLinkVerdict.Tampered, Links([1, 2, 3]).Check(grant, signature));
    }

    private DownloadLinks Links(byte[] secret) => new(new Lazy<byte[]>(secret), new NoLinkHolders(), clock);

    private static (LinkGrant Grant, string Signature) Signed(DownloadLinks links)
    {
        var grant = links.Grant(Key, series: 0, inline: false);
        return (grant, links.Sign(grant));
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch.AddDays(20_000);
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
