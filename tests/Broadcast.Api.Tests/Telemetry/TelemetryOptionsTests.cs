using System.ComponentModel.DataAnnotations;
using Broadcast.Api.Telemetry;

namespace Broadcast.Api.Tests.Telemetry;

public sealed class TelemetryOptionsTests
{
    [Fact]
    public void With_nothing_set_all_is_well() => Assert.Empty(Wrong(new TelemetryOptions()));

    [Theory]
    [InlineData("short", null, "127.0.0.1", "Telemetry:MetricsToken")]
    [InlineData(null, "ftp://collector", "127.0.0.1", "Telemetry:Otlp")]
    [InlineData(null, "collector", "127.0.0.1", "Telemetry:Otlp")]
    [InlineData(null, null, "metrics.example.org", "Telemetry:MetricsAddress")]
    public void A_wrong_setting_is_named(string? token, string? otlp, string address, string key)
    {
        var options = new TelemetryOptions { MetricsToken = token, Otlp = otlp is null ? null : new Uri(otlp, UriKind.RelativeOrAbsolute), MetricsAddress = address };
        Assert.StartsWith(key, Assert.Single(Wrong(options)).ErrorMessage, StringComparison.Ordinal);
    }

    private static List<ValidationResult> Wrong(TelemetryOptions options)
    {
        var wrong = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), wrong, validateAllProperties: true);
        return wrong;
    }
}
