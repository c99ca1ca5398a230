using System.Runtime.InteropServices;

namespace Broadcast.Sfu.Dtls;

/// <summary>What DTLS needs of OpenSSL 3. OpenSSL's macros over SSL_ctrl appear as the constants that they stand for.</summary>
internal static unsafe partial class OpenSsl
{
    public const int SetMtu = 17;
    public const int SetSessionCacheMode = 44;
    public const int DtlsGetTimeout = 73;
    public const int DtlsHandleTimeout = 74;
    public const int SetGroupsList = 92;
    public const int SetMinProtocol = 123;
    public const int SetMaxProtocol = 124;
    public const int Dtls12 = 0xFEFD;

    public const ulong OptionNoQueryMtu = 1ul << 12;
    public const ulong OptionNoTicket = 1ul << 14;
    public const ulong OptionServerPreference = 1ul << 22;
    public const ulong OptionNoRenegotiation = 1ul << 30;

    public const int VerifyPeer = 1;
    public const int VerifyFailIfNoCertificate = 2;
    public const int KeyTypeRsa = 6;
    public const int KeyTypeEc = 408;

    public const int ErrorWantRead = 2;
    public const int ErrorWantWrite = 3;
    public const int ReceivedShutdown = 2;

    private const string Ssl = "libssl.so.3";
    private const string Crypto = "libcrypto.so.3";

    [LibraryImport(Ssl, EntryPoint = "DTLS_method")]
    public static partial nint DtlsMethod();

    /// <param name="libraryContext">0 for OpenSSL's own.</param>
    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_new_ex", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint ContextNew(nint libraryContext, string? properties, nint method);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_free")]
    public static partial void ContextFree(nint context);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_ctrl")]
    public static partial nint ContextControl(nint context, int command, nint value, byte* data);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_set_options")]
    public static partial ulong ContextSetOptions(nint context, ulong options);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_set_verify")]
    public static partial void ContextSetVerify(nint context, int mode, nint callback);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_set_cert_verify_callback")]
    public static partial void ContextSetVerifyCallback(nint context, delegate* unmanaged<nint, nint, int> callback, nint argument);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_set_cipher_list", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ContextSetCipherList(nint context, string ciphers);

    /// <returns>0 on success, unlike the others.</returns>
    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_set_tlsext_use_srtp", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ContextSetUseSrtp(nint context, string profiles);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_use_certificate_ASN1")]
    public static partial int ContextUseCertificate(nint context, int length, byte* der);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_use_PrivateKey_ASN1")]
    public static partial int ContextUsePrivateKey(int keyType, nint context, byte* der, nint length);

    [LibraryImport(Ssl, EntryPoint = "SSL_new")]
    public static partial nint New(nint context);

    [LibraryImport(Ssl, EntryPoint = "SSL_free")]
    public static partial void Free(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_ctrl")]
    public static partial nint Control(nint ssl, int command, nint value, void* data);

    [LibraryImport(Ssl, EntryPoint = "SSL_set_bio")]
    public static partial void SetBio(nint ssl, nint read, nint write);

    [LibraryImport(Ssl, EntryPoint = "SSL_set_accept_state")]
    public static partial void SetAcceptState(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_set_connect_state")]
    public static partial void SetConnectState(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_set_ex_data")]
    public static partial int SetExData(nint ssl, int index, nint value);

    [LibraryImport(Ssl, EntryPoint = "SSL_get_ex_data")]
    public static partial nint GetExData(nint ssl, int index);

    [LibraryImport(Ssl, EntryPoint = "DTLS_set_timer_cb")]
    public static partial void SetTimerCallback(nint ssl, delegate* unmanaged<nint, uint, uint> callback);

    [LibraryImport(Ssl, EntryPoint = "SSL_do_handshake")]
    public static partial int DoHandshake(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_read")]
    public static partial int Read(nint ssl, byte* buffer, int length);

    [LibraryImport(Ssl, EntryPoint = "SSL_shutdown")]
    public static partial int Shutdown(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_get_shutdown")]
    public static partial int GetShutdown(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_get_error")]
    public static partial int GetError(nint ssl, int result);

    [LibraryImport(Ssl, EntryPoint = "SSL_get1_peer_certificate")]
    public static partial nint GetPeerCertificate(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_get_selected_srtp_profile")]
    public static partial SrtpProtectionProfile* GetSelectedSrtpProfile(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_export_keying_material")]
    public static partial int ExportKeyingMaterial(
        nint ssl, byte* output, nuint outputLength, byte* label, nuint labelLength, byte* context, nuint contextLength, int useContext);

    [LibraryImport(Crypto, EntryPoint = "i2d_X509")]
    public static partial int EncodeCertificate(nint certificate, byte** output);

    [LibraryImport(Crypto, EntryPoint = "X509_free")]
    public static partial void FreeCertificate(nint certificate);

    [LibraryImport(Crypto, EntryPoint = "ERR_clear_error")]
    public static partial void ClearErrors();

    [LibraryImport(Crypto, EntryPoint = "ERR_peek_error")]
    public static partial nuint PeekError();

    [LibraryImport(Crypto, EntryPoint = "ERR_reason_error_string")]
    public static partial nint ErrorReason(nuint error);

    [LibraryImport(Crypto, EntryPoint = "BIO_get_new_index")]
    public static partial int BioNewIndex();

    [LibraryImport(Crypto, EntryPoint = "BIO_meth_new")]
    public static partial nint BioMethodNew(int type, byte* name);

    [LibraryImport(Crypto, EntryPoint = "BIO_meth_set_write")]
    public static partial int BioMethodSetWrite(nint method, delegate* unmanaged<nint, byte*, int, int> write);

    [LibraryImport(Crypto, EntryPoint = "BIO_meth_set_read")]
    public static partial int BioMethodSetRead(nint method, delegate* unmanaged<nint, byte*, int, int> read);

    [LibraryImport(Crypto, EntryPoint = "BIO_meth_set_ctrl")]
    public static partial int BioMethodSetControl(nint method, delegate* unmanaged<nint, int, nint, nint, nint> control);

    [LibraryImport(Crypto, EntryPoint = "BIO_new")]
    public static partial nint BioNew(nint method);

    [LibraryImport(Crypto, EntryPoint = "BIO_set_init")]
    public static partial void BioSetInit(nint bio, int isInitialized);

    [LibraryImport(Crypto, EntryPoint = "BIO_set_data")]
    public static partial void BioSetData(nint bio, void* data);

    [LibraryImport(Crypto, EntryPoint = "BIO_get_data")]
    public static partial void* BioGetData(nint bio);

    [LibraryImport(Crypto, EntryPoint = "BIO_set_flags")]
    public static partial void BioSetFlags(nint bio, int flags);

    [LibraryImport(Crypto, EntryPoint = "BIO_clear_flags")]
    public static partial void BioClearFlags(nint bio, int flags);

    [StructLayout(LayoutKind.Sequential)]
    internal struct SrtpProtectionProfile
    {
        public byte* Name;
        public CULong Id;
    }

    /// <summary>struct timeval.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct TimeValue
    {
        public nint Seconds;
        public nint Microseconds;

        public readonly long TotalMicroseconds => Seconds * 1_000_000L + Microseconds;
    }
}
