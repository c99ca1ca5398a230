using System.ComponentModel.DataAnnotations;

namespace Broadcast.Api.Telemetry;

/// <summary>Section <c>Telemetry</c>: who may look in from outside. With nothing set nothing is measured for anybody and it costs nothing.</summary>
internal sealed class TelemetryOptions : IValidatableObject
{
    public const string Section = "Telemetry";
    public const int LeastTokenLength = 16;

    /// <summary>A port that serves <c>/metrics</c> for Prometheus and nothing else, to whoever reaches it. Default: none.</summary>
    [Range(1, 65_535, ErrorMessage = "Telemetry:MetricsPort must be a port, 1 to 65535.")]
    public int? MetricsPort { get; set; }

    /// <summary>The address that <see cref="MetricsPort"/> is opened on. Default: 127.0.0.1, this machine alone.</summary>
    [Required(ErrorMessage = "Telemetry:MetricsAddress must be an address, such as 127.0.0.1.")]
    public string MetricsAddress { get; set; } = "127.0.0.1";

    /// <summary>Opens <c>/metrics</c> beside the pages to who sends it as <c>Authorization: Bearer …</c>; 16 characters at least. Default: none.</summary>
    public string? MetricsToken { get; set; }

    /// <summary>Where traces, metrics and logs are sent by OTLP over gRPC, such as <c>http://collector:4317</c>. Default: nowhere.</summary>
    public Uri? Otlp { get; set; }

    /// <summary>Of how many webinars the number of viewers is told one by one, the largest first; the rest is told as one. Default: 20.</summary>
    [Range(0, 1_000, ErrorMessage = "Telemetry:Webinars must be between 0 and 1000.")]
    public int Webinars { get; set; } = 20;

    public bool IsScraped => MetricsPort is not null || MetricsToken is not null;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MetricsToken is { Length: < LeastTokenLength })
            yield return new ValidationResult($"Telemetry:MetricsToken must have {LeastTokenLength} characters at least.");
        if (Otlp is { IsAbsoluteUri: false } or { Scheme: not ("http" or "https") })
            yield return new ValidationResult("Telemetry:Otlp must be an address such as http://collector:4317.");
        if (!System.Net.IPAddress.TryParse(MetricsAddress, out _))
            yield return new ValidationResult("Telemetry:MetricsAddress must be an address, such as 127.0.0.1.");
    }
}
