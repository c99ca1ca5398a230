using System.Text;
using Broadcast.Api.Http;

namespace Broadcast.Api.Tests.Http;

public sealed class CsvFileTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a, \"b\"\nc", "\"a, \"\"b\"\"\nc\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("  =1", "'  =1")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\uFF1D1", "'\uFF1D1")]
    [InlineData("1=1", "1=1")]
    public void A_cell_is_quoted_and_begins_no_formula(string typed, string cell) => Assert.Equal($"\uFEFFHead\r\n{cell}\r\n", Written(typed));

    [Fact]
    public void Times_numbers_and_nothing_are_written_alike_everywhere()
    {
        var file = CsvFile.Write(["A", "B", "C"], [[DateTimeOffset.UnixEpoch, -3, null]]);
        Assert.Equal("\uFEFFA,B,C\r\n1970-01-01 00:00:00,-3,\r\n", Encoding.UTF8.GetString(file));
    }

    private static string Written(string cell) => Encoding.UTF8.GetString(CsvFile.Write(["Head"], [[cell]]));
}
