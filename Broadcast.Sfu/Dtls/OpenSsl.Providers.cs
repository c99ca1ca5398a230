using System.Runtime.InteropServices;

namespace Broadcast.Sfu.Dtls;

/// <summary>Library contexts and providers (OSSL_LIB_CTX(3), provider-base(7)).</summary>
internal static unsafe partial class OpenSsl
{
    [LibraryImport(Crypto, EntryPoint = "OSSL_LIB_CTX_new")]
    public static partial nint LibraryContextNew();

    [LibraryImport(Crypto, EntryPoint = "OSSL_LIB_CTX_free")]
    public static partial void LibraryContextFree(nint libraryContext);

    [LibraryImport(Crypto, EntryPoint = "EVP_default_properties_is_fips_enabled")]
    public static partial int IsFipsEnabled(nint libraryContext);

    [LibraryImport(Crypto, EntryPoint = "OSSL_PROVIDER_add_builtin", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int AddProvider(nint libraryContext, string name, delegate* unmanaged<nint, Dispatch*, Dispatch**, nint*, int> initialise);

    [LibraryImport(Crypto, EntryPoint = "OSSL_PROVIDER_load", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint LoadProvider(nint libraryContext, string name);

    [LibraryImport(Crypto, EntryPoint = "OSSL_PROVIDER_get0_provider_ctx")]
    public static partial nint ProviderContext(nint provider);

    [LibraryImport(Crypto, EntryPoint = "OSSL_PROVIDER_query_operation")]
    public static partial Algorithm* QueryOperation(nint provider, int operation, int* isNotCached);

    [LibraryImport(Crypto, EntryPoint = "OSSL_PROVIDER_get_capabilities")]
    public static partial int GetCapabilities(nint provider, byte* capability, nint callback, nint argument);

    /// <summary>OSSL_DISPATCH; a table of them ends with zeros.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Dispatch
    {
        public int Id;
        public void* Function;
    }

    /// <summary>OSSL_ALGORITHM; a table of them ends with zeros.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Algorithm
    {
        public byte* Names;
        public byte* Properties;
        public void* Implementation;
        public byte* Description;
    }
}
