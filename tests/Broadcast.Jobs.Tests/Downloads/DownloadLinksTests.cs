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
        var links = new DownloadLinks(new byte[32], clock);
        var query = QueryOf(links.Create(Key, TimeSpan.FromMinutes(1)));

        Assert.Equal(DownloadLinkVerdict.Valid, links.Check(Key, query.Expires, inline: false, query.Signature));
        clock.Now += TimeSpan.FromSeconds(59);
        Assert.Equal(DownloadLinkVerdict.Valid, links.Check(Key, query.Expires, inline: false, query.Signature));
        clock.Now += TimeSpan.FromSeconds(1);
        Assert.Equal(DownloadLinkVerdict.Expired, links.Check(Key, query.Expires, inline: false, query.Signature));
    }

    [Fact]
    public void Refuses_a_link_of_which_anything_was_changed()
    {
        var links = new DownloadLinks(new byte[32], clock);
        var (expires, signature) = QueryOf(links.Create(Key, TimeSpan.FromMinutes(1)));

        Assert.Equal(DownloadLinkVerdict.Tampered, links.Check(ObjectKey.Parse("recordings/r2/recording.mp4"), expires, false, signature));
        Assert.Equal(DownloadLinkVerdict.Tampered, links.Check(Key, expires + 1, false, signature));
        Assert.Equal(DownloadLinkVerdict.Tampered, links.Check(Key, expires, true, signature));
        for (var i = 0; i < signature.Length; i++)
        {
            var changed = signature[..i] + (signature[i] == 'A' ? 'B' : 'A') + signature[(i + 1)..];
            Assert.Equal(DownloadLinkVerdict.Tampered, links.Check(Key, expires, false, changed));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("!!!!")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("ÄAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Refuses_what_is_no_signature(string signature) =>
        Assert.Equal(DownloadLinkVerdict.Tampered, new DownloadLinks(new byte[32], clock).Check(Key, long.MaxValue, false, signature));

    [Fact]
    public void Refuses_a_link_signed_with_another_secret()
    {
        var (expires, signature) = QueryOf(new DownloadLinks(new byte[32], clock).Create(Key, TimeSpan.FromMinutes(1)));

        Assert.Equal(DownloadLinkVerdict.Tampered, new DownloadLinks(new byte[] { 1, 2, 3 }, clock).Check(Key, expires, false, signature));
    }

    [Fact]
    public void Keeps_its_secret_across_restarts_and_from_other_users()
    {
        using var data = new TempDirectory();
        var secret = DownloadSecret.LoadOrCreate(data.File("key"));

        Assert.Equal(secret, DownloadSecret.LoadOrCreate(data.File("key")));
        Assert.Equal([data.File("key")], Directory.EnumerateFiles(data.Path));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(data.File("key")));
    }

    private static (long Expires, string Signature) QueryOf(string link)
    {
        var query = QueryHelpers.ParseQuery(link[link.IndexOf('?', StringComparison.Ordinal)..]);
        return (long.Parse(query["expires"]!, provider: null), query["signature"].ToString());
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch.AddDays(20_000);
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
