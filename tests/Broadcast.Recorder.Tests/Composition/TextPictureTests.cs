using System.Text;
using Broadcast.Recorder.Composition;
using Broadcast.Recorder.FFmpeg;
using Broadcast.Recorder.Tests.Simulation;
using Broadcast.TestMedia;

namespace Broadcast.Recorder.Tests.Composition;

[Trait("Category", "Integration")]
public sealed class TextPictureTests : IDisposable
{
    private const int Pixels = 36;
    private const int Wide = 10_000;

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    /// <summary>A few letters of each: what people are called, in the scripts that Debian's Noto fonts have.</summary>
    [Theory]
    [InlineData("Latin", "Ann Ödön Đặng")]
    [InlineData("Greek", "Ελένη")]
    [InlineData("Cyrillic", "Наталія")]
    [InlineData("Armenian", "Արամ")]
    [InlineData("Georgian", "ნინო")]
    [InlineData("Hebrew", "נועה")]
    [InlineData("Arabic", "محمد علي")]
    [InlineData("Syriac", "ܐܒܪܗܡ")]
    [InlineData("Thaana", "އަލީ")]
    [InlineData("Devanagari", "प्रिया")]
    [InlineData("Bengali", "সুমিতা")]
    [InlineData("Gurmukhi", "ਹਰਪ੍ਰੀਤ")]
    [InlineData("Gujarati", "કિરણ")]
    [InlineData("Odia", "ସୁନିତା")]
    [InlineData("Tamil", "தமிழ்")]
    [InlineData("Telugu", "తెలుగు")]
    [InlineData("Kannada", "ಕನ್ನಡ")]
    [InlineData("Malayalam", "മലയാളം")]
    [InlineData("Sinhala", "සිංහල")]
    [InlineData("Thai", "สมชาย")]
    [InlineData("Lao", "ສົມສັກ")]
    [InlineData("Tibetan", "བསྟན་འཛིན")]
    [InlineData("Burmese", "အောင်")]
    [InlineData("Khmer", "សុខា")]
    [InlineData("Ethiopic", "አበበ")]
    [InlineData("Cherokee", "ᏣᎳᎩ")]
    [InlineData("Mongolian", "ᠮᠣᠩᠭᠣᠯ")]
    [InlineData("Japanese", "山田たろうタロウ")]
    [InlineData("Korean", "김민준")]
    [InlineData("Chinese", "王小明 陳大文")]
    [InlineData("Emoji", "🎉👩🏽‍💻🇨🇭")]
    public async Task Every_letter_has_a_font(string script, string text)
    {
        var letters = text.EnumerateRunes().Where(rune => !Rune.IsWhiteSpace(rune) && rune.Value is not 0x200D);
        var (fonts, _) = await Tool.RunAsync("fc-list", [$":charset={string.Join(' ', letters.Select(letter => $"{letter.Value:x}"))}", "family"]);
        Assert.True(fonts.Length > 0, $"No font is installed that has all of {text}, which is {script}.");
        Assert.NotEqual(0, await InkAsync(await Text.NameAsync(text, Pixels, Wide, CancellationToken.None), IsBright));
    }

    [Fact]
    public async Task Emoji_have_colours()
    {
        Assert.NotEqual(0, await InkAsync(await Text.NameAsync("🎉", Pixels, Wide, CancellationToken.None), IsColourful));
        Assert.Equal(0, await InkAsync(await Text.NameAsync("Ann", Pixels, Wide, CancellationToken.None), IsColourful));
    }

    [Fact]
    public async Task A_name_is_as_wide_as_its_letters_and_never_wider_than_its_picture()
    {
        var name = await SizeAsync(await Text.NameAsync("Ann", Pixels, 600, CancellationToken.None));
        var longName = await SizeAsync(await Text.NameAsync(new string('W', 60), Pixels, 600, CancellationToken.None));

        Assert.InRange(name.Width, 40, 120);
        Assert.InRange(longName.Width, 500, 600);
        Assert.Equal(name.Height, longName.Height);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-t text")]
    [InlineData("<b>5 & 6</b>")]
    [InlineData("%{pts} \\n 'quoted' \"twice\"")]
    public async Task Text_is_never_an_option_or_markup(string text)
    {
        var (asIs, letters) = (await SizeAsync(await Text.NameAsync(text, Pixels, Wide, CancellationToken.None)), text.Length);
        Assert.InRange(asIs.Width, letters * Pixels / 5, letters * Pixels);
    }

    [Fact]
    public async Task A_title_wraps_also_where_there_are_no_spaces_and_ends_after_five_lines()
    {
        var one = await SizeAsync(await Text.TitleAsync("予算会議", Pixels, 600, CancellationToken.None));
        var three = await SizeAsync(await Text.TitleAsync(string.Concat(Enumerable.Repeat("予算会議", 10)), Pixels, 600, CancellationToken.None));
        var many = await SizeAsync(await Text.TitleAsync(string.Concat(Enumerable.Repeat("予算会議", 100)), Pixels, 600, CancellationToken.None));

        Assert.Equal(3 * one.Height, three.Height);
        Assert.Equal(5 * one.Height, many.Height);
    }

    private TextPicture Text => new(directory.Path);

    private static bool IsBright(byte red, byte green, byte blue) => red > 200 && green > 200 && blue > 200 || IsColourful(red, green, blue);

    private static bool IsColourful(byte red, byte green, byte blue) => Math.Max(red, Math.Max(green, blue)) - Math.Min(red, Math.Min(green, blue)) > 60;

    private static async Task<int> InkAsync(string png, Func<byte, byte, byte, bool> counts)
    {
        var (pixels, _) = await Tool.RunAsync("ffmpeg", ["-v", "error", "-i", png, "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]);
        return pixels.Chunk(3).Count(pixel => counts(pixel[0], pixel[1], pixel[2]));
    }

    private static async Task<(int Width, int Height)> SizeAsync(string png)
    {
        var (said, _) = await Tool.RunAsync("ffprobe", ["-v", "error", "-show_entries", "stream=width,height", "-of", "csv=p=0", png]);
        var numbers = Encoding.ASCII.GetString(said).Trim().Split(',').Select(int.Parse).ToArray();
        return (numbers[0], numbers[1]);
    }
}
