using System.Buffers.Text;
using Broadcast.Api.Data;
using Broadcast.Api.Links;
using Broadcast.Api.Stage;
using Broadcast.Jobs.Downloads;

namespace Broadcast.Api.Tests.Links;

public sealed class LinkSignerTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("broadcast-links-").FullName;
    private readonly ManualTime time = new();
    private readonly LinkSigner signer;
    private readonly StageLink link;

    public LinkSignerTests()
    {
        signer = Signer();
        link = new StageLink(new("webinar-1"), StageRole.Presenter, time.GetUtcNow().AddMinutes(5), "0123456789abcdef");
    }

    [Fact]
    public void Reads_back_what_it_signed_even_after_a_restart()
    {
        Assert.Equal(LinkVerdict.Valid, Signer().Verify(signer.Sign(link), out var read));
        Assert.Equal(link, read);
    }

    [Fact]
    public void Refuses_every_token_with_one_bit_changed()
    {
        var token = Base64Url.DecodeFromChars(signer.Sign(link));
        for (var bit = 0; bit < token.Length * 8; bit++)
        {
            var forged = token.ToArray();
            forged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(LinkVerdict.Invalid, signer.Verify(Base64Url.EncodeToString(forged), out _));
        }
    }

    [Fact]
    public void Refuses_every_truncation()
    {
        var token = signer.Sign(link);
        for (var length = 0; length < token.Length; length++)
            Assert.Equal(LinkVerdict.Invalid, signer.Verify(token[..length], out _));
    }

    [Fact]
    public void Knows_one_spelling_of_a_token()
    {
        // With one character more in the webinar's id, the last character of the token has bits that stand for nothing.
        foreach (var webinar in new[] { "webinar-1", "webinar-10", "webinar-100" })
        {
            var token = signer.Sign(link with { WebinarId = new(webinar) });
            string[] others =
            [
                token + "=", token + "==", token + " ", " " + token, token + "\n", token[..8] + "\n" + token[8..], token + "A",
                token.ToUpperInvariant(), token.ToLowerInvariant(), token.Replace('_', '/').Replace('-', '+') + "%3D", token[..^1] + (char)(token[^1] + 1),
            ];
            Assert.All(others, other => Assert.Equal(LinkVerdict.Invalid, signer.Verify(other, out _)));
            Assert.Equal(LinkVerdict.Valid, signer.Verify(token, out _));
        }
    }

    [Fact]
    public void Calls_a_link_expired_from_the_second_on_at_which_it_expires()
    {
        var token = signer.Sign(link);
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(LinkVerdict.Expired, signer.Verify(token, out var read));
        Assert.Null(read);
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private LinkSigner Signer() => new(new Lazy<byte[]>(() => SigningKeyFile.LoadOrCreate(Path.Combine(directory, "links.key"))), time);
}
