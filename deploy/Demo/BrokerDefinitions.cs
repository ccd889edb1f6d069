using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Demo;

/// <summary>
/// The broker's users, their permissions and the one shared exchange, as RabbitMQ's definitions file. It lies outside the
/// node's data, so a node whose folder was deleted comes back with the same users. Queues are not in it: the services declare
/// their own on every connect.
/// </summary>
public static class BrokerDefinitions
{
    public const string VirtualHost = "hubspoke";

    /// <summary>Where sites publish, with the receiving hub's queue as routing key.</summary>
    public const string Exchange = "hubs";

    public sealed record User(string Name, string Password, string Configure, string Write, string Read);

    /// <summary>A site reads its own queue and nothing else: with read on the exchange it could bind itself to others' messages.</summary>
    public static User Site(string name, string password)
    {
        var own = $"^{Regex.Escape(name)}$";
        return new(name, password, own, $"^{Exchange}$", own);
    }

    /// <summary>The hubs own every hub queue and answer sites through the default exchange.</summary>
    public static User Hubs(string name, string password) =>
        new(name, password, $@"^(hub\..*|{Exchange})$", $@"^(hub\..*|{Exchange}|amq\.default)$", $@"^(hub\..*|{Exchange})$");

    /// <summary>For tests that play the network, or a liar.</summary>
    public const string Tester = "tester";

    public static User Everything(string name, string password) => new(name, password, ".*", ".*", ".*");

    /// <summary>The address of a broker on this machine for one user, as the setting <c>Messaging:Broker</c> takes it.</summary>
    public static string Address(User user, int port) =>
        $"amqp://{Uri.EscapeDataString(user.Name)}:{Uri.EscapeDataString(user.Password)}@127.0.0.1:{port}/{VirtualHost}";

    public static object Document(IEnumerable<User> users) => new Dictionary<string, object>
    {
        ["vhosts"] = new[] { new { name = VirtualHost } },
        ["users"] = users.Select(u => new Dictionary<string, object>
        {
            ["name"] = u.Name,
            ["password_hash"] = Hash(u.Password),
            ["hashing_algorithm"] = "rabbit_password_hashing_sha256",
            ["tags"] = Array.Empty<string>(),
        }),
        ["permissions"] = users.Select(u => new { user = u.Name, vhost = VirtualHost, configure = u.Configure, write = u.Write, read = u.Read }),
        ["exchanges"] = new[]
        {
            new Dictionary<string, object>
            {
                ["name"] = Exchange,
                ["vhost"] = VirtualHost,
                ["type"] = "direct",
                ["durable"] = true,
                ["auto_delete"] = false,
                ["internal"] = false,
                ["arguments"] = new object(),
            },
        },
    };

    // RabbitMQ's form: base64 of a 4-byte salt and the SHA-256 of salt and password.
    private static string Hash(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(4);
        return Convert.ToBase64String([.. salt, .. SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(password)])]);
    }
}
