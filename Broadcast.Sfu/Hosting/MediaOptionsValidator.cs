using System.Net;
using Microsoft.Extensions.Options;

namespace Broadcast.Sfu.Hosting;

/// <summary>What annotations cannot say: addresses parse, and every worker's port is a port.</summary>
internal sealed class MediaOptionsValidator : IValidateOptions<MediaOptions>
{
    private const int MaxPort = 65_535;

    public ValidateOptionsResult Validate(string? name, MediaOptions options)
    {
        var failures = Failures(options).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(MediaOptions options)
    {
        if (options.ListenAddress is { } listen && !IPAddress.TryParse(listen, out _))
            yield return $"{MediaOptions.Section}:ListenAddress '{listen}' is not an IP address.";
        foreach (var announced in options.AnnouncedAddresses.Where(announced => !IPAddress.TryParse(announced, out _)))
            yield return $"{MediaOptions.Section}:AnnouncedAddresses '{announced}' is not an IP address.";
        if (options.Port != 0 && options.Port + options.Workers - 1 > MaxPort)
            yield return $"{MediaOptions.Section}:Port {options.Port} leaves no room for {options.Workers} workers below {MaxPort}.";
        if (options.PipeAddress is { } pipes && !IPAddress.TryParse(pipes, out _))
            yield return $"{MediaOptions.Section}:PipeAddress '{pipes}' is not an IP address.";
        if (options.PipePortOf(options.Workers - 1) > MaxPort)
            yield return $"{MediaOptions.Section}:PipePort {options.PipePortOf(0)} leaves no room for {options.Workers} workers below {MaxPort}.";
    }
}
