using System.ComponentModel.DataAnnotations;

namespace Broadcast.Jobs.ObjectStores;

/// <summary>Section <c>Storage:S3</c>: a bucket of AWS, MinIO, Ceph or anything else that speaks S3. The bucket must exist.</summary>
internal sealed class S3Options
{
    /// <summary>The service's address, such as <c>https://minio.example.org:9000</c>. Default: AWS's own for the region.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>The region that requests are signed for. Default: <c>us-east-1</c>, which stores other than AWS expect.</summary>
    [Required(ErrorMessage = "Storage:S3:Region must name a region.")]
    public string Region { get; set; } = "us-east-1";

    [Required(ErrorMessage = "Storage:S3:Bucket must name a bucket.")]
    public string Bucket { get; set; } = "";

    /// <summary>Default: whatever the environment provides, such as a machine's role.</summary>
    public string? AccessKey { get; set; }

    public string? SecretKey { get; set; }

    /// <summary>Asks the store to encrypt: <c>AES256</c> or <c>aws:kms</c>. Default: the bucket's own setting.</summary>
    public string? ServerSideEncryption { get; set; }

    /// <summary>Bytes of a part of an upload; one part is held in memory, and an upload may have 10,000. Default: 16 MiB, 5 MiB at least.</summary>
    [Range(5 << 20, 1 << 30, ErrorMessage = "Storage:S3:PartBytes must be between 5 MiB and 1 GiB.")]
    public int PartBytes { get; set; } = 16 << 20;
}
