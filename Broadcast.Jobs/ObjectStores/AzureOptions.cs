using System.ComponentModel.DataAnnotations;

namespace Broadcast.Jobs.ObjectStores;

/// <summary>Section <c>Storage:Azure</c>: a container of Azure Blob Storage, which must exist.</summary>
internal sealed class AzureOptions
{
    /// <summary>The blob service's address, such as <c>https://ACCOUNT.blob.core.windows.net</c>.</summary>
    [Required(ErrorMessage = "Storage:Azure:Endpoint must be the blob service's address.")]
    public Uri? Endpoint { get; set; }

    [Required(ErrorMessage = "Storage:Azure:Account must name the storage account.")]
    public string Account { get; set; } = "";

    /// <summary>One of the account's keys, in Base64.</summary>
    [Required(ErrorMessage = "Storage:Azure:Key must be one of the account's keys.")]
    [Base64String(ErrorMessage = "Storage:Azure:Key must be Base64.")]
    public string Key { get; set; } = "";

    [Required(ErrorMessage = "Storage:Azure:Container must name a container.")]
    public string Container { get; set; } = "";

    /// <summary>Bytes of a block of an upload; one is held in memory, and a blob may have 50,000. Default: 16 MiB, 1 MiB at least.</summary>
    [Range(1 << 20, 1 << 30, ErrorMessage = "Storage:Azure:BlockBytes must be between 1 MiB and 1 GiB.")]
    public int BlockBytes { get; set; } = 16 << 20;
}
