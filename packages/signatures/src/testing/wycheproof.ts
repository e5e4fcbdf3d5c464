/**
 * Figures of Project Wycheproof (github.com/C2SP/wycheproof, commit dac1dd47, Apache-2.0): a few of each kind of attack. Tags of
 * 128 bits, which are good there, are none of RFC 9421 3.3.3.
 */
export interface WycheproofCase {
  readonly algorithm: "ed25519" | "hmac-sha256";
  /** The test id in the file of its algorithm: ed25519_test.json, hmac_sha256_test.json. */
  readonly id: number;
  readonly story: string;
  readonly valid: boolean;
  /** SubjectPublicKeyInfo, or a secret. */
  readonly key: Buffer;
  readonly message: Buffer;
  readonly signature: Buffer;
}

/** A line with a key, and a line for each of its cases: id, verdict, message, signature, story. A dash is no byte. */
const ed25519 = `
key 302a300506032b65700321007d4d0e7f6153a69b6242b522abbee685fda4420f8834b108c3bdae369ef549fa
1 good - d4fbdb52bfa726b44d1786a8c0d171c3e62ca83c9e5bbe63de0bb2483f8fd6cc1429ab72cafc41ab56af02ff8fcc43b99bfe4c7ae940f60f38ebaa9d311c4007 Valid
2 good 78 d80737358ede548acb173ef7e0399f83392fe8125b2ce877de7975d8b726ef5b1e76632280ee38afad12125ea44b961bf92f1178c9fa819d020869975bcbe109 Valid
3 good 54657374 7c38e026f29e14aabd059a0f2db8b0cd783040609a8be684db12f82a27774ab07a9155711ecfaf7f99f277bad0c6ae7e39d4eef676573336a5c51eb6f946b30d Valid
10 bad 3f 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000 special values for r and s
11 bad 3f 00000000000000000000000000000000000000000000000000000000000000000100000000000000000000000000000000000000000000000000000000000000 special values for r and s
12 bad 3f 0000000000000000000000000000000000000000000000000000000000000000ecd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010 special values for r and s
30 bad 54657374 - empty signature
31 bad 54657374 7c38e026f29e14aabd059a0f2db8b0cd783040609a8be684db12f82a27774ab0 s missing
32 bad 54657374 7c38e026f29e14aabd059a0f2db8b0cd783040609a8be684db12f82a27774ab07a9155711ecfaf7f99f277bad0c6ae7e39d4eef676573336a5c51eb6f946 signature too short
33 bad 54657374 7c38e026f29e14aabd059a0f2db8b0cd783040609a8be684db12f82a27774ab07a9155711ecfaf7f99f277bad0c6ae7e39d4eef676573336a5c51eb6f946b30d2020 signature too long
34 bad 54657374 7c38e026f29e14aabd059a0f2db8b0cd783040609a8be684db12f82a27774ab07a9155711ecfaf7f99f277bad0c6ae7e39d4eef676573336a5c51eb6f946b30d7d4d0e7f6153a69b6242b522abbee685fda4420f8834b108c3bdae369ef549fa include pk in signature
35 bad 54657374 007c38e026f29e14aabd059a0f2db8b0cd783040609a8be684db12f82a27774ab07a9155711ecfaf7f99f277bad0c6ae7e39d4eef676573336a5c51eb6f946b30d prepending 0 byte to signature
38 bad 546573743137 93de3ca252426c95f735cb9edd92e83321ac62372d5aa5b379786bae111ab6b17251330e8f9a7c30d6993137c596007d7b001409287535ac4804e662bc58a3 removing 0 byte from signature
39 bad 54657374313236 dffed33a7f420b62bb1731cfd03be805affd18a281ec02b1067ba6e9d20826569e742347df59c88ae96db1f1969fb189b0ec34381d85633e1889da48d95e0e removing 0 byte from signature
40 bad 546573743530 6e170c719577c25e0e1e8b8aa7a6346f8b109f37385cc2e85dc3b4c0f46a9c6bcafd67f52324c5dbaf40a1b673fb29c4a56052d2d6999d0838a8337bccb502 removing leading 0 byte from signature
42 bad 313233343030 647c1492402ab5ce03e2c3a7f0384d051b9cf3570f1207fc78c1bcc98c281c2b1d125e5538f38afbcc1c84e489521083041d24bc6240767029da063271a1ff0c modified bit 0 in R. Accepted only by verifiers that ignore this bit when comparing R to the recovered R.
43 bad 313233343030 677c1492402ab5ce03e2c3a7f0384d051b9cf3570f1207fc78c1bcc98c281c2bc108ca4b87a49c9ed2cf383aecad8f54a962b2899da891e12004d7993a627e01 modified bit 1 in R. Accepted only by verifiers that ignore this bit when comparing R to the recovered R.
44 bad 313233343030 617c1492402ab5ce03e2c3a7f0384d051b9cf3570f1207fc78c1bcc98c281c2b9ce23fc6213ed5b87912e9bbf92f5e2c780eae26d15c50a112d1e97d2ea33c06 modified bit 2 in R. Accepted only by verifiers that ignore this bit when comparing R to the recovered R.
63 bad 54657374 7c38e026f29e14aabd059a0f2db8b0cd783040609a8be684db12f82a27774ab067654bce3832c2d76f8f6f5dafc08d9339d4eef676573336a5c51eb6f946b31d the encoded s was replaced by s + L. The scalar is unchanged mod L. Accepted only by verifiers that fail to enforce s < L. See RFC 8032, Section 5.1.7.
64 bad 54657374 7c38e026f29e14aabd059a0f2db8b0cd783040609a8be684db12f82a27774ab05439412b5395d42f462c67008eba6ca839d4eef676573336a5c51eb6f946b32d the encoded s was replaced by s + 2L. The scalar is unchanged mod L. Accepted only by verifiers that fail to enforce s < L. See RFC 8032, Section 5.1.7.
65 bad 54657374 7c38e026f29e14aabd059a0f2db8b0cd783040609a8be684db12f82a27774ab02ee12ce5875bf9dff26556464bae2ad239d4eef676573336a5c51eb6f946b34d the encoded s was replaced by s + 4L. The scalar is unchanged mod L. Accepted only by verifiers that fail to enforce s < L. See RFC 8032, Section 5.1.7.
key 302a300506032b6570032100d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a
80 good - e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b draft-josefsson-eddsa-ed25519-02: Test 1
key 302a300506032b65700321003d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c
81 good 72 92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00 draft-josefsson-eddsa-ed25519-02: Test 2
key 302a300506032b6570032100fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025
82 good af82 6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a draft-josefsson-eddsa-ed25519-02: Test 3
key 302a300506032b6570032100100fdf47fb94f1536a4f7c3fda27383fa03375a8f527c537e6f1703c47f94f86
85 bad 6a0bc2b0057cedfc0fa2e3f7f7d39279b30f454a69dfd1117c758d86b19d85e0 0971f86d2c9c78582524a103cb9cf949522ae528f8054dc20107d999be673ff4e25ebf2f2928766b1248bec6e91697775f8446639ede46ad4df4053000000010 Signature with S just above the bound. [David Benjamin]
key 302a300506032b65700321004abfb535313705a6570018440cdec1a3ae33e51f352112fa6acbd0c6bc3ea859
119 good 321b5f663c19e30ee7bbb85e48ecf44db9d3f512 f296715e855d8aecccba782b670163dedc4458fe4eb509a856bcac450920fd2e95a3a3eb212d2d9ccaf948c39ae46a2548af125f8e2ad9b77bd18f92d59f9200 regression test for arithmetic error
key 302a300506032b65700321004f2162e6bf03a712db0efa418b7e7006e23871d9d7ec555a313885c4afd96385
120 good c48890e92aeeb3af04858a8dc1d34f16a4347b91 367d07253a9d5a77d054b9c1a82d3c0a448a51905343320b3559325ef41839608aa45564978da1b2968c556cfb23b0c98a9be83e594d5e769d69d1156e1b1506 regression test for arithmetic error
key 302a300506032b65700321000717d75ce27ea181ed5a30e6456c649b5cf453a6b4c12cd3f9fd16b31e0c25cd
121 good 26d5f0631f49106db58c4cfc903691134811b33c 9588e02bc815649d359ce710cdc69814556dd8c8bab1c468f40a49ebefb7f0de7ed49725edfd1b708fa1bad277c35d6c1b9c5ec25990997645780f9203d7dd08 regression test for arithmetic error
`;

const hmac = `
key 1e225cafb90339bba1b24076d4206c3e79c355805d851682bc818baa4f5a7779
1 good - b175b57d89ea6cb606fb3363f2538abd73a4c00b4a1386905bac809004cf1933 empty message
key 8159fd15133cd964c9a6964c94f0ea269a806fd9f43f0da58b6cd1b33d189b2a
2 good 77 dfc5105d5eecf7ae7b8b8de3930e7659e84c4172f2555142f1e568fc1872ad93 short message
key 85a7cbaae825bb82c9b6f6c5c2af5ac03d1f6daa63d2a93c189948ec41b9ded9
3 good a59b 0fe2f13bba2198f6dda1a084be928e304e9cb16a56bc0b7b939a073280244373 short message
key 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
28 bad - d28b42096d80f45f826b44a9d5607de72496a415d3f4a1a8c88e3bb9da8dc1cb Flipped bit 0 in tag
29 bad 000102030405060708090a0b0c0d0e0f d9b99f2709a3ca74172cbe93824c1f29b23a0c1e9c21bd851ff2d2c39dbef14e Flipped bit 0 in tag
30 bad - d18b42096d80f45f826b44a9d5607de72496a415d3f4a1a8c88e3bb9da8dc1cb Flipped bit 1 in tag
key 7bf9e536b66a215c22233fe2daaa743a898b9acb9f7802de70b40e3d6e43ef97
82 bad - f4605585949747de26f3ee98a738b172 empty message, a tag of 128 bits
key 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
109 bad - d28b42096d80f45f826b44a9d5607de7 Flipped bit 0 in tag, a tag of 128 bits
`;

export const wycheproof: readonly WycheproofCase[] = [...casesOf("ed25519", ed25519), ...casesOf("hmac-sha256", hmac)];

function casesOf(algorithm: WycheproofCase["algorithm"], figures: string): readonly WycheproofCase[] {
  let key: Buffer = Buffer.alloc(0);
  return figures
    .trim()
    .split("\n")
    .flatMap((line) => {
      const [first = "", verdict = "", message = "", signature = "", ...story] = line.split(" ");
      if (first === "key") {
        key = bytes(verdict);
        return [];
      }
      const bytesOfCase = { key, message: bytes(message), signature: bytes(signature) };
      return [{ algorithm, id: Number(first), valid: verdict === "good", story: story.join(" "), ...bytesOfCase }];
    });
}

function bytes(hexadecimal: string): Buffer {
  return Buffer.from(hexadecimal === "-" ? "" : hexadecimal, "hex");
}
