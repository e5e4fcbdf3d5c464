/** What a host prints of an application's folder with one sealed file, made by the vault for app-1 and one confirmer. */
export const sealedShop = String.raw`sealed /srv/shop/.env.sealed
header {"editors":[{"key":"Vf1-6aU15eQX5sNWyFNc9fEpv7QcCMxtguvVH9gtS98","name":"ada"},{"key":"_a0mqilCZ83RR5WK3eEm3ouPJabaweKHmMOPcB4gWbw","name":"ben"}],"file":"FE83nkcX4XF_70siUVGmCA","format":1,"identity":"age1h6wwxjelps64up8zv3vv50zqqz3duzw9p2c5pa0sqqypm955fpgsn6h0e2","loaders":[],"mode":"all-of","owner":"Vf1-6aU15eQX5sNWyFNc9fEpv7QcCMxtguvVH9gtS98","recovery":["age1r7k9p9nyuagacm6ep0ye8vuk8mglv964rdwxr83ankuu399lj9eqmkl0p5"],"version":1}
wrap {"box":"qSOLkq9IG7YDaiz2ELchJ4jU9MKhHJ-9CM6D35GC4trYSjE7tti_E8M-BcwB-7VP","confirmers":[{"confirmer":"confirmer-1","epoch":1,"key":"3usyyhl6kVTdu09ysk5AHRYvTTX0hXEMS4RwLc0gpHY","kid":"khEvWSAgQRSMP0cT4BViEw","origin":"https://confirmer-1.example","policy":"WEGMW6Wmy1q6LBh0qV9eN7WZb_k1NiIK71bClTEpP_w","publicKey":"YvN_4qJEQS_7eaJaF2iPyiD736xRs6NiUAGLvbE-Cn0"}],"file":"FE83nkcX4XF_70siUVGmCA","host":"app-1","nonce":"GmPzVOnMsMsM3GsF"}
value DATABASE_URL 1 2026-11-21
value STRIPE_KEY 1 2026-11-21
last {"at":"2026-11-21T20:00:00Z","by":"ada","file":"FE83nkcX4XF_70siUVGmCA","lines":"VAIRmVDk-p08x2iMuKiyuNIC5Vv-EaYCP8kCy4xSlnc","previous":[],"sequence":1}
above 5402119950e4fa9d3cc7688cb8a8b2b8d202e55bfe11a6023fc902cb8c529677
whole 76646951b528ff47f14d946d05ec803ee6455973462b2726c88d1a94e1b6bb4f
here app-1
today 2026-11-22
end
`;

/** The pin of that file. */
export const sealedShopPin = {
  file: "FE83nkcX4XF_70siUVGmCA",
  owner: "Vf1-6aU15eQX5sNWyFNc9fEpv7QcCMxtguvVH9gtS98",
  sequence: 1,
  headerVersion: 1,
  digest: "dmRpUbUo_0fxTZRtBeyAPuZFWXNGKycmyI0alOG2u08",
};
