using System.Text;
using Broadcast.Jobs.Journals;
using Broadcast.Recorder.Journal;

namespace Broadcast.Jobs.Tests.Journals;

public sealed class JournalSlipTests
{
    private const string Hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private static readonly JournalSlip Slip = new(JournalSlip.Current, new("r1"), 2, "node", [new("2-0.rtpj", 10, Hash), new("2-3.rtpj", 5, Hash)]);

    [Fact]
    public void Comes_back_as_it_was_written()
    {
        var read = JournalSlip.TryParse(Slip.ToJson(), new("r1"), 2)!;

        Assert.Equal(Slip.Chunks, read.Chunks);
        Assert.Equal((15, "node"), (read.Bytes, read.Node));
        Assert.True(read.Names([new(2, 0), new(2, 3)]));
        Assert.False(read.Names([new(2, 0)]));
    }

    [Theory]
    [InlineData("r2", 2)]
    [InlineData("r1", 1)]
    public void Is_none_of_another_recording_or_epoch(string recordingId, int epoch) =>
        Assert.Null(JournalSlip.TryParse(Slip.ToJson(), new(recordingId), epoch));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"format":"rtpj-slip-1","recordingId":"r1","epoch":2,"node":"n"}""")]
    [InlineData("""{"format":"rtpj-slip-1","recordingId":"r1","epoch":2,"node":"n","chunks":[null]}""")]
    [InlineData("""{"format":"rtpj-slip-1","recordingId":"r1","epoch":2,"node":"n","chunks":[{}]}""")]
    [InlineData("""{"format":"rtpj-slip-1","recordingId":7,"epoch":"two","node":"n","chunks":[]}""")]
    [InlineData("""{"format":"rtpj-slip-9","recordingId":"r1","epoch":2,"node":"n","chunks":[]}""")]
    public void Is_none_if_it_is_malformed(string json) => Assert.Null(JournalSlip.TryParse(Encoding.UTF8.GetBytes(json), new("r1"), 2));

    [Fact]
    public void Is_none_wherever_it_is_cut_off()
    {
        var json = Slip.ToJson();
        for (var length = 0; length < json.Length; length++)
            Assert.Null(JournalSlip.TryParse(json.AsSpan(0, length), new("r1"), 2));
    }

    public static TheoryData<string, long, string> Hostile => new()
    {
        { "../2-0.rtpj", 1, Hash }, { "/etc/passwd", 1, Hash }, { "2-0.rtpj/../../x", 1, Hash }, { "02-0.rtpj", 1, Hash }, { "2-00.rtpj", 1, Hash },
        { "3-0.rtpj", 1, Hash }, { "2-99999999999.rtpj", 1, Hash }, { "2-0.RTPJ", 1, Hash }, { "owner", 1, Hash }, { "", 1, Hash },
        { "2-0.rtpj", -1, Hash }, { "2-0.rtpj", long.MaxValue, Hash },
        { "2-0.rtpj", 1, "" }, { "2-0.rtpj", 1, Hash[1..] }, { "2-0.rtpj", 1, Hash.ToUpperInvariant() }, { "2-0.rtpj", 1, "../" + Hash[3..] },
    };

    [Theory, MemberData(nameof(Hostile))]
    public void Is_none_with_a_chunk_that_cannot_be_one(string name, long bytes, string sha256) =>
        Assert.Null(JournalSlip.TryParse((Slip with { Chunks = [new(name, bytes, sha256)] }).ToJson(), new("r1"), 2));

    [Fact]
    public void Is_none_with_a_chunk_twice_or_out_of_order()
    {
        Assert.Null(JournalSlip.TryParse((Slip with { Chunks = [Slip.Chunks[0], Slip.Chunks[0]] }).ToJson(), new("r1"), 2));
        Assert.Null(JournalSlip.TryParse((Slip with { Chunks = [Slip.Chunks[1], Slip.Chunks[0]] }).ToJson(), new("r1"), 2));
    }

    [Theory]
    [InlineData("0.slip.json", 0)]
    [InlineData("12.slip.json", 12)]
    [InlineData("012.slip.json", null)]
    [InlineData("-1.slip.json", null)]
    [InlineData("x.slip.json", null)]
    [InlineData(".slip.json", null)]
    [InlineData("99999999999.slip.json", null)]
    [InlineData("1.slip.json.partial", null)]
    [InlineData("1-0.rtpj", null)]
    public void Is_named_after_its_epoch(string name, int? epoch)
    {
        Assert.Equal(epoch is not null, JournalKeys.TryParseSlipName(name, out var parsed));
        Assert.Equal(epoch ?? 0, epoch is null ? 0 : parsed);
    }

    [Fact]
    public void Goes_with_its_chunks_under_the_recording_s_prefix()
    {
        Assert.Equal("recordings/r1/journal/2-3.rtpj", JournalKeys.Of(new("r1"), new JournalChunkName(2, 3)).Value);
        Assert.Equal("recordings/r1/journal/2.slip.json", JournalKeys.SlipOf(new("r1"), 2).Value);
    }
}
