using System.Runtime.InteropServices;
using unsafe CapabilitiesFunction = delegate* unmanaged<nint, byte*, nint, nint, int>;
using unsafe QueryFunction = delegate* unmanaged<nint, int, int*, Broadcast.Sfu.Dtls.OpenSsl.Algorithm*>;

namespace Broadcast.Sfu.Dtls;

/// <summary>
/// OpenSSL's default provider with fewer decoders, in a library context of its own. For every certificate it reads, OpenSSL 3.0 makes
/// all the decoders anew that its provider has, some forty; a handshake needs those of the remote's public key.
/// </summary>
/// <remarks>
/// A provider tells OpenSSL what it can do in a table per kind of operation (provider(7)). This one hands on the default provider's
/// tables, but for that of the decoders.
/// </remarks>
internal static unsafe class NarrowProvider
{
    private const string Name = "broadcast-narrow";
    private const int DecoderOperation = 21;
    private const int QueryOperationFunction = 1_027;
    private const int GetCapabilitiesFunction = 1_030;

    /// <summary>The remote's key is of one of the first two kinds (RFC 8827 §6.5); ours is read from its type's own format.</summary>
    private static readonly HashSet<(string Key, string Structure)> Needed =
        [("EC", "SubjectPublicKeyInfo"), ("RSA", "SubjectPublicKeyInfo"), ("EC", "type-specific")];

    private static readonly nint Whole = OpenSsl.LoadProvider(0, "default");
    private static readonly OpenSsl.Algorithm* Decoders = ChooseDecoders();
    private static readonly OpenSsl.Dispatch* Functions = MakeFunctions();

    /// <summary>An OSSL_LIB_CTX that lives as long as the process; 0, OpenSSL's own, where the machine prescribes FIPS or has another OpenSSL.</summary>
    public static nint LibraryContext { get; } = MakeContext();

    private static nint MakeContext()
    {
        if (Decoders == null || OpenSsl.IsFipsEnabled(0) != 0)
            return 0;
        var context = OpenSsl.LibraryContextNew();
        if (context == 0)
            return 0;
        if (OpenSsl.AddProvider(context, Name, &Initialise) == 1 && OpenSsl.LoadProvider(context, Name) != 0)
            return context;
        OpenSsl.LibraryContextFree(context);
        return 0;
    }

    /// <returns>Never freed; null if those that are needed are not there.</returns>
    private static OpenSsl.Algorithm* ChooseDecoders()
    {
        int isNotCached;
        var all = Whole == 0 ? null : OpenSsl.QueryOperation(Whole, DecoderOperation, &isNotCached);
        if (all == null)
            return null;
        var missing = Needed.ToHashSet();
        var chosen = (OpenSsl.Algorithm*)NativeMemory.AllocZeroed((nuint)Needed.Count + 1, (nuint)sizeof(OpenSsl.Algorithm));
        var next = chosen;
        for (; all->Names != null; all++)
            if (missing.Remove(Describe(*all)))
                *next++ = *all;
        return missing.Count == 0 ? chosen : null;
    }

    /// <summary>Names are separated by colons; properties look like <c>provider=default,input=der,structure=EC</c>.</summary>
    private static (string Key, string Structure) Describe(in OpenSsl.Algorithm algorithm)
    {
        var properties = Marshal.PtrToStringUTF8((nint)algorithm.Properties)!.Split(',');
        var structure = properties.Contains("input=der") ? properties.FirstOrDefault(property => property.StartsWith("structure=", StringComparison.Ordinal)) : null;
        return (Marshal.PtrToStringUTF8((nint)algorithm.Names)!.Split(':')[0], structure?["structure=".Length..] ?? "");
    }

    private static OpenSsl.Dispatch* MakeFunctions()
    {
        var functions = (OpenSsl.Dispatch*)NativeMemory.AllocZeroed(3, (nuint)sizeof(OpenSsl.Dispatch));
        functions[0] = new OpenSsl.Dispatch { Id = QueryOperationFunction, Function = (QueryFunction)(&QueryOperation) };
        functions[1] = new OpenSsl.Dispatch { Id = GetCapabilitiesFunction, Function = (CapabilitiesFunction)(&GetCapabilities) };
        return functions;
    }

    /// <summary>The default provider's algorithms are given its own context, as they expect.</summary>
    [UnmanagedCallersOnly]
    private static int Initialise(nint handle, OpenSsl.Dispatch* core, OpenSsl.Dispatch** functions, nint* context)
    {
        *functions = Functions;
        *context = OpenSsl.ProviderContext(Whole);
        return 1;
    }

    [UnmanagedCallersOnly]
    private static OpenSsl.Algorithm* QueryOperation(nint context, int operation, int* isNotCached)
    {
        if (operation != DecoderOperation)
            return OpenSsl.QueryOperation(Whole, operation, isNotCached);
        *isNotCached = 0;
        return Decoders;
    }

    [UnmanagedCallersOnly]
    private static int GetCapabilities(nint context, byte* capability, nint callback, nint argument) =>
        OpenSsl.GetCapabilities(Whole, capability, callback, argument);
}
