var e=document.querySelector('[name="line"]');try{let t=decodeURIComponent(location.hash.slice(1));e&&!e.value&&t.startsWith("\u2014 ")&&(e.value=t,e.focus())}catch{}
