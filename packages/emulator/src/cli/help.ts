/** What `atlas-bearer-emulator --help` shows. */
export const help = `Usage: atlas-bearer-emulator [options]

Serves the authentication protocol of MongoDB App Services, Cloud Manager and Atlas on this machine.
The first line on stdout is JSON and says where: {"ready":true,"url":"http://127.0.0.1:9090"}

Options:
  -p, --port NUMBER          port to listen on; 0 takes a free one (default: 9090)
      --host ADDRESS         address to listen on (default: 127.0.0.1)
      --store PATH           SQLite file to keep state in (default: :memory:)
      --seed FILE            JSON of apps, service accounts and administrators to have besides the default ones
      --public-url URL       URL that replies name (default: the host that was asked)
      --token-rate-limit N   token requests per address and client id, such as 10/1m or 5/30s, or off (default: 10/1m)
      --token-quota NUMBER   live tokens per service account, or off (default: 100)
      --rate-limit-body NAME     body of the token endpoint's 429: oauth, as its page has it, or api (default: oauth)
      --basic-credentials NAME   how the token endpoint reads them: raw, encoded or both (default: both)
      --ip-access-list LIST      addresses and CIDR blocks that may use service accounts, by commas (default: all)
      --ip-access-list-on NAME   when it is checked: at use, mint or both (default: use)
      --atlas-rate-limit LIMIT   requests per Atlas endpoint and service account: a bucket such as 10:5/60s for 10, and
                                 5 more every 60 s, or off (default: 100:100/1m)
      --import DIRECTORY     an exported Realm app, to serve beside myapp-abcde
      --profile NAME         whose differences to follow: app-services, stitch-2020, realm-2021, cloud-manager or atlas
                             (default: app-services)
      --switch NAME=VALUE    one difference, instead of the profile's; may be repeated, such as
                             --switch refusals=unauthorized
      --tls                  listen with https and a self-made certificate
      --certificate PATH     where to write that certificate, for NODE_EXTRA_CA_CERTS
      --control-token TOKEN  open /__emulator to whoever has it, and to nobody else (default: this machine alone)
      --fault-seed NUMBER    what the chances of faults follow from (default: 0)
      --journal NUMBER       requests that /__emulator/journal keeps; 0 switches it off (default: 1000)
      --jwk-uri URL          JSON Web Key Set whose RS256 tokens log in by custom-token
      --redirect-uri URI     where browser logins of Google, Facebook and Apple may end; may be repeated
      --confirm-emails       users confirm their address by a token, see /__emulator/mailbox
  -h, --help                 show this text

Example:
  atlas-bearer-emulator --port 0 --store movies.db --token-rate-limit 10/2s
`
