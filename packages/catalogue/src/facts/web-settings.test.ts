import { testFact } from "../../testing/test-fact.ts";
import { webSettings } from "./web-settings.ts";

const mainFile = `program nginx
nginx file /etc/nginx/nginx.conf
nginx include /etc/nginx/modules-enabled/*.conf
nginx other {
nginx }
nginx http {
nginx include /etc/nginx/mime.types
nginx include /etc/nginx/conf.d/*.conf
nginx include /etc/nginx/sites-enabled/*
nginx }
nginx file /etc/nginx/mime.types
nginx other {
nginx }
`;

const stock = `${mainFile}nginx file /etc/nginx/sites-enabled/default
nginx server {
nginx listen 80 default_server
nginx listen [::]:80 default_server
nginx root /var/www/html
nginx server_name _
nginx location / {
nginx }
nginx }
program apache
apache <directory /
apache require all denied
apache </directory>
apache <directory /usr/share
apache require all granted
apache </directory>
apache alias /icons/ /usr/share/apache2/icons/
apache <location /server-status
apache sethandler server-status
apache require local 
apache </location>
apache scriptalias /cgi-bin/ /usr/lib/cgi-bin/
apache <virtualhost *:80
apache </virtualhost>
end
`;

const nginxInUse = String.raw`${mainFile}nginx file /etc/nginx/conf.d/app.conf
nginx other {
nginx }
nginx upstream app {
nginx server 127.0.0.1:3000
nginx server 10.0.0.9:3000 weight=2
nginx }
nginx proxy_ssl_verify on
nginx file /etc/nginx/sites-enabled/default
nginx server {
nginx listen 80 default_server
nginx return 301
nginx }
nginx server {
nginx listen 443 ssl http2 default_server
nginx listen [::]:443 ssl
nginx server_name shop.example www.shop.example
nginx include snippets/hsts.conf
nginx add_header other
nginx location / {
nginx proxy_pass http://app
nginx }
nginx location /images/ {
nginx add_header other
nginx root /var/www/html
nginx }
nginx location ~ \.php$ {
nginx fastcgi_pass unix:/run/php/php8.2-fpm.sock
nginx }
nginx location = /nginx_status {
nginx stub_status
nginx allow 127.0.0.1
nginx deny all
nginx }
nginx location ^~ /phpmyadmin {
nginx alias /usr/share/phpmyadmin
nginx }
nginx location /dynamic/ {
nginx proxy_pass http://$backend
nginx }
nginx location /fcgi {
nginx fastcgi_pass 10.0.0.4:9000
nginx }
nginx }
nginx file /etc/nginx/snippets/hsts.conf
nginx add_header Strict-Transport-Security max-age=63072000; includeSubDomains always
end
`;

const apacheInUse = String.raw`program apache
apache hsts always max-age=300
apache <virtualhost *:443
apache servername pay.example 
apache sslengine on 
apache hsts always max-age=31536000; includeSubDomains
apache sslproxyverify require 
apache pass https://10.0.0.5:8443
apache pass ajp://10.0.0.6:8009
apache pass unix:/run/php/php8.2-fpm.sock|fcgi://localhost
apache alias /phpmyadmin /usr/share/phpmyadmin
apache <directory /usr/share/phpmyadmin
apache </directory>
apache </virtualhost>
apache <virtualhost 10.0.0.2:443
apache sslengine on 
apache pass http://10.0.0.7
apache <location /server-info
apache sethandler server-info
apache require ip 10.0.0.0/24
apache </location>
apache </virtualhost>
other haproxy
end
`;

const nothing = { programs: ["nginx"], others: [], places: [], upstreams: [], adminPages: [] };

testFact(webSettings, {
  "nginx and Apache of Debian 12 as installed": {
    outputs: { web: stock },
    gives: {
      ...nothing,
      programs: ["nginx", "apache"],
      adminPages: [{ title: "apache at /server-status", open: false }],
    },
  },
  "no web server": { outputs: { web: "end\n" }, gives: { ...nothing, programs: [] } },
  "nginx in use: a snippet sends the header, one location loses it, one upstream is another machine": {
    outputs: { web: nginxInUse },
    gives: {
      ...nothing,
      places: [
        { title: "nginx shop.example", hsts: "max-age=63072000; includeSubDomains", always: true, passes: true },
        { title: "nginx shop.example at /images/", hsts: "", always: false, passes: false },
      ],
      upstreams: [
        { title: "nginx shop.example at /", to: "http://127.0.0.1:3000", verified: true },
        { title: "nginx shop.example at /", to: "http://10.0.0.9:3000", verified: true },
        { title: String.raw`nginx shop.example at \.php$`, to: "unix:/run/php/php8.2-fpm.sock", verified: true },
        { title: "nginx shop.example at /dynamic/", to: "http://$backend", verified: true },
        { title: "nginx shop.example at /fcgi", to: "fastcgi://10.0.0.4:9000", verified: true },
      ],
      adminPages: [
        { title: "nginx shop.example at /nginx_status", open: false },
        { title: "nginx shop.example at /phpmyadmin", open: true },
      ],
    },
  },
  "Apache in use": {
    outputs: { web: apacheInUse },
    gives: {
      programs: ["apache"],
      others: ["haproxy"],
      places: [
        { title: "apache pay.example", hsts: "max-age=31536000; includeSubDomains", always: true, passes: true },
        { title: "apache 10.0.0.2:443", hsts: "max-age=300", always: true, passes: true },
      ],
      upstreams: [
        { title: "apache pay.example", to: "https://10.0.0.5:8443", verified: true },
        { title: "apache pay.example", to: "ajp://10.0.0.6:8009", verified: true },
        { title: "apache pay.example", to: "unix:/run/php/php8.2-fpm.sock|fcgi://localhost", verified: true },
        { title: "apache 10.0.0.2:443", to: "http://10.0.0.7", verified: false },
      ],
      adminPages: [
        { title: "apache at /phpmyadmin", open: true },
        { title: "apache at /server-info", open: false },
      ],
    },
  },
  "what nginx takes over, and what a block says itself": {
    outputs: {
      web: "program nginx\nnginx file /etc/nginx/nginx.conf\nnginx http {\nnginx add_header Strict-Transport-Security max-age=31536000\nnginx deny all\nnginx server {\nnginx listen 443 ssl\nnginx location /admin/ {\nnginx }\nnginx location /adminer {\nnginx allow all\nnginx deny all\nnginx proxy_ssl_verify off\nnginx proxy_pass https://10.0.0.8\nnginx }\nnginx location /console {\nnginx allow all\nnginx auth_basic on\nnginx }\nnginx }\nnginx server {\nnginx listen 443 ssl\nnginx ssl_reject_handshake on\nnginx }\nnginx }\nend\n",
    },
    gives: {
      ...nothing,
      places: [{ title: "nginx default server", hsts: "max-age=31536000", always: false, passes: true }],
      upstreams: [{ title: "nginx default server at /adminer", to: "https://10.0.0.8", verified: false }],
      adminPages: [
        { title: "nginx default server at /admin/", open: false },
        { title: "nginx default server at /adminer", open: true },
        { title: "nginx default server at /console", open: false },
      ],
    },
  },
  "a file that includes itself": {
    outputs: {
      web: "program nginx\nnginx file /etc/nginx/a\nnginx include a\nnginx include a\nend\n",
    },
    unreadable: /more than can be read/,
  },
  "nginx -t fails": { outputs: { web: "program nginx\nfailed\nend\n" }, unreadable: /nginx -t/ },
  "stopped half way": { outputs: { web: stock.replace("end\n", "") }, unreadable: /before its end/ },
});
