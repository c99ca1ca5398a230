using System.ComponentModel.DataAnnotations;

namespace Broadcast.Jobs.ObjectStores;

/// <summary>Section <c>Storage</c>: where finished recordings live.</summary>
internal sealed class StorageOptions : IValidatableObject
{
    public const string Section = "Storage";

    /// <summary>The kind of store. Default: <see cref="StorageKind.File"/>.</summary>
    [EnumDataType(typeof(StorageKind), ErrorMessage = "Storage:Kind must be File, S3 or Azure.")]
    public StorageKind Kind { get; set; } = StorageKind.File;

    /// <summary>The folder of the file store. Default: <c>objects</c> in <c>Jobs:DataDirectory</c>.</summary>
    public string? Directory { get; set; }

    /// <summary>
    /// Whether downloads come straight from the store by a presigned link, to which ours leads; it must be reachable by browsers then.
    /// A file store cannot. Default: false.
    /// </summary>
    public bool DirectDownloads { get; set; }

    /// <summary>Needed when the kind is S3.</summary>
    public S3Options? S3 { get; set; }

    /// <summary>Needed when the kind is Azure.</summary>
    public AzureOptions? Azure { get; set; }

    /// <summary>The chosen kind's own section is there and right; the others' do not matter.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        object? chosen = Kind switch
        {
            StorageKind.S3 => S3,
            StorageKind.Azure => Azure,
            _ => this,
        };
        if (chosen is null)
            return [new ValidationResult($"Storage:{Kind} must be filled in when Storage:Kind is {Kind}.")];
        var wrong = new List<ValidationResult>();
        if (chosen != this)
            Validator.TryValidateObject(chosen, new ValidationContext(chosen), wrong, validateAllProperties: true);
        return wrong;
    }
}
