using System.ComponentModel.DataAnnotations;

namespace Broadcast.Api.Data;

/// <summary>Section <c>Data</c>: where everything that must outlive the process is kept.</summary>
internal sealed class DataOptions
{
    public const string Section = "Data";

    /// <summary>A directory, relative to the working directory or absolute; created if it is not there. Default <c>./data</c>.</summary>
    [Required(ErrorMessage = "Data:Directory must name a directory.")]
    public string Directory { get; set; } = "./data";
}
