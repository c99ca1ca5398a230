using System.Text;
using Broadcast.Api.Data;
using Broadcast.Api.Stage;
using Broadcast.Api.Text;

namespace Broadcast.Api.Tests.Text;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("   ")]
    [InlineData("\u200B\u200B")] // zero width space
    [InlineData("\u2060")] // word joiner
    [InlineData("\u3164")] // Hangul filler
    [InlineData("\u115F\u1160")] // Hangul choseong and jungseong fillers
    [InlineData("\uFFA0")] // half-width Hangul filler
    [InlineData("\u2800")] // Braille blank
    [InlineData("\u00AD\u034F\u061C\u180E\uFEFF")]
    [InlineData("\u0301\u0302")] // marks on nothing
    [InlineData("\u0903")] // a spacing mark on nothing
    [InlineData("\uFE0F\u200D\u200C")]
    [InlineData("\U000E0041\U000E0042")] // tags without a flag
    [InlineData("\uE000\U000F0000\u0000\u0007\u009F")] // private use and controls
    [InlineData("\uFFFE\U0001FFFF\u0378")] // not assigned
    [InlineData("\u202A\u202B\u202D\u202E\u202C\u2066\u2067\u2068\u2069\u200E\u200F")]
    [InlineData("\uFFFC\uFFF9\u2061\U0001D173\U0001BCA0")]
    public void Leaves_nothing_of_what_cannot_be_seen(string typed) => Assert.Equal("", PlainText.Clean(typed, hasLines: true));

    [Fact]
    public void Leaves_out_half_of_a_surrogate_pair()
    {
        foreach (var half in new[] { "\uD83D", "\uDE00", "\uDE00\uD83D" })
            Assert.Equal("Ann", PlainText.Clean("A" + half + "nn" + half));
    }

    [Theory]
    [InlineData("e\u0301", "\u00E9")]
    [InlineData("\u212B", "\u00C5")]
    [InlineData("\u1100\u1161\u11A8", "\uAC01")]
    [InlineData("a\u0307\u0323", "\u1EA1\u0307")]
    [InlineData("e\u200B\u0301", "\u00E9")]
    public void Has_one_spelling(string typed, string spelt) => Assert.Equal(spelt, PlainText.Clean(typed));

    [Theory]
    [InlineData("Ann\u202Egnp.exe", "Anngnp.exe")]
    [InlineData("\u2067\u202E evil", "evil")]
    [InlineData("Ann\nOrganizer: hello", "Ann Organizer: hello")]
    [InlineData("Ann\u0000", "Ann")]
    [InlineData("  Ann \t\u3000 Lee\u00A0", "Ann Lee")]
    [InlineData("A\u200Bn\u200Dn", "Ann")]
    [InlineData("Ann\uFE0F", "Ann")]
    public void Is_one_line_that_stays_where_it_is(string typed, string shown) => Assert.Equal(shown, PlainText.Clean(typed));

    [Theory]
    [InlineData("one\r\ntwo", "one\ntwo")]
    [InlineData("one \n\n\n\n two\u2028three\n", "one\n\ntwo\nthree")]
    public void Keeps_lines_where_there_may_be_some(string typed, string shown) => Assert.Equal(shown, PlainText.Clean(typed, hasLines: true));

    [Theory]
    [InlineData("山田太郎")]
    [InlineData("葛\U000E0100城市")] // an ideograph's variant
    [InlineData("محمد علي 🎉")]
    [InlineData("می\u200Cخواهم")] // Persian, with a non-joiner
    [InlineData("مُحَمَّدٌ")]
    [InlineData("שָׁלוֹם")]
    [InlineData("Nguyễn Thị Mỹ Hạnh")]
    [InlineData("สวัสดีชื่อน้ำผึ้ง")]
    [InlineData("क्षत्रिय श्रीमती र्‍य")]
    [InlineData("ന്‍")] // Malayalam, with a joiner at the end
    [InlineData("ක්‍රිස්තු")]
    [InlineData("မြွှို့")]
    [InlineData("བསྒྲུབས་པ")]
    [InlineData("ភាសាខ្មែរ")]
    [InlineData("ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ")]
    [InlineData("አማርኛ")]
    [InlineData("한국어 김철수")]
    [InlineData("👩‍👩‍👧‍👦 👍🏽 ❤️‍🔥 🏳️‍🌈 🧑🏿‍🚀")]
    [InlineData("🇩🇪 🏴󠁧󠁢󠁥󠁮󠁧󠁿 1️⃣ #️⃣ ☺︎")]
    [InlineData("O’Connor–Smith, Jr. (ACME & Söhne) 50 % @home")]
    public void Keeps_what_the_scripts_of_the_world_need(string typed) =>
        Assert.Equal(typed.Normalize(NormalizationForm.FormC), PlainText.Clean(typed));

    [Fact]
    public void Stacks_three_accents_at_most_and_none_twice()
    {
        Assert.Equal("\u00C1\u0301", PlainText.Clean("A" + string.Concat(Enumerable.Repeat("\u0301", 60))));
        Assert.Equal("b\u0300\u0301\u0302", PlainText.Clean("b\u0300\u0301\u0302\u0303\u0304\u0305"));
        Assert.Equal("ก็", PlainText.Clean("ก" + string.Concat(Enumerable.Repeat("็", 20))));
        Assert.True(PlainText.Clean("ก\u0E31\u0E34\u0E35\u0E36\u0E37\u0E38\u0E39\u0E47\u0E48\u0E49\u0E4A\u0E4B").Length <= 7);
    }

    [Fact]
    public void Changes_nothing_of_what_it_has_cleaned()
    {
        var random = new Random(12);
        for (var round = 0; round < 2_000; round++)
        {
            var typed = RandomText(random);
            var once = PlainText.Clean(typed, hasLines: true);
            Assert.Equal(once, PlainText.Clean(once, hasLines: true));
            Assert.True(once.IsNormalized(NormalizationForm.FormC));
        }
    }

    [Theory]
    [InlineData("Ann ✓", "Ann")]
    [InlineData("☑️ Ann 🎤", "Ann")]
    [InlineData("Ann 👩‍🎤", "Ann 👩")]
    [InlineData("Bob 🎉", "Bob 🎉")]
    [InlineData("Host", "Host")]
    [InlineData("✔", "")]
    public void Lets_no_viewer_wear_a_badge(string name, string shown)
    {
        Assert.Equal(shown, DisplayName.Of(PlainText.Clean(name), StageRole.Viewer));
        Assert.Equal(PlainText.Clean(name), DisplayName.Of(PlainText.Clean(name), StageRole.Presenter));
    }

    /// <summary>Letters, marks, joiners, selectors, fillers and halves of pairs, thrown together.</summary>
    private static string RandomText(Random random)
    {
        const string Characters =
            "aeIо \n\t\u0301\u0300\u0323\u0345\u05B0\u05C1\u0651\u064E\u0E31\u0E48\u094D\u0915\u200B\u200C\u200D\u200E\u202E\u2069\u2060\uFE0F\u20E3\u1100\u1161\u11A8" +
            "\uFFFE\uFDD0\u3164\u2800\u00AD\u034F葛\uD83D\uDC69\uD83C\uDFFD❤1#\u1820\u180B\uFB1D\u0958\u2ADC";
        return string.Create(random.Next(1, 24), random, static (text, random) =>
        {
            for (var i = 0; i < text.Length; i++)
                text[i] = Characters[random.Next(Characters.Length)];
        });
    }
}
