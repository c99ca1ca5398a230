using System.ComponentModel.DataAnnotations;

namespace Broadcast.Jobs.Hosting;

/// <summary>Section <c>Storage</c>: where finished recordings live.</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>The kind of store. Default: <see cref="StorageKind.File"/>.</summary>
    [EnumDataType(typeof(StorageKind), ErrorMessage = "Storage:Kind must be File, S3 or Azure.")]
    public StorageKind Kind { get; set; } = StorageKind.File;

    /// <summary>The folder of the file store. Default: <c>objects</c> in <c>Jobs:DataDirectory</c>.</summary>
    public string? Directory { get; set; }
}
